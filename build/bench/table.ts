import { cpus, totalmem } from "node:os";

/** What a benchmark found: rows to read, and goals with what was measured against them. */
export interface BenchTable {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly goals: readonly { readonly goal: string; readonly measured: number; readonly met: boolean }[];
}

/** The machine a figure was measured on; a bare time means nothing without it. */
export const machine = (): {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
} => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1e9),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
});

/** Prints the table and its goals for people, then both with the machine as one line of JSON. */
export const printTable = (table: BenchTable): void => {
  const { cpu, cores, memoryGb, platform, node } = machine();
  console.log(`\n${table.name}  (${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, Node ${node})`);
  console.table(table.rows);
  for (const { goal, measured, met } of table.goals)
    console.log(`${met ? "met    " : "NOT MET"}  ${goal}  (measured ${Number(measured.toPrecision(4))})`);
  console.log(JSON.stringify({ ...table, machine: machine() }));
};
