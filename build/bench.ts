import { existsSync, globSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { machine, printTable, type BenchTable } from "./bench/table.ts";
import { root } from "./root.ts";

type Flag = string | number | boolean | readonly (string | number)[];
type RunBench = (options: Readonly<Record<string, Flag>>) => Promise<BenchTable>;

const valueOf = (text: string): string | number => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

/** `--sizes 1000,10000 --peers-up-to 0 --quick` as `{ sizes: [1000, 10000], peersUpTo: 0, quick: true }`. A list is one value with a comma in it. */
export const flagsOf = (args: readonly string[]): Record<string, Flag> => {
  const flags: Record<string, Flag> = {};
  for (const [index, arg] of args.entries()) {
    const [, flag, given] = /^--([a-z][a-z-]*)(?:=(.*))?$/.exec(arg) ?? [];
    if (flag === undefined) continue;
    const next = args[index + 1];
    const text = given ?? (next === undefined || next.startsWith("--") ? undefined : next);
    const name = flag.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
    if (text === undefined) flags[name] = true;
    else flags[name] = text.includes(",") ? text.split(",").filter(Boolean).map(valueOf) : valueOf(text);
  }
  return flags;
};

const isBench = (value: unknown): value is RunBench => typeof value === "function";

const runBench = async (name: string, args: readonly string[]): Promise<number> => {
  const file = join(root, "build", "bench", `${name}.ts`);
  const exported = `run${name[0]?.toUpperCase()}${name.slice(1)}Bench`;
  const run: unknown =
    /^[a-z]+$/.test(name) && existsSync(file) ? Reflect.get((await import(pathToFileURL(file).href)) as object, exported) : undefined;
  if (!isBench(run)) {
    const known = globSync("build/bench/*.ts", { cwd: root }).map((path) => basename(path, ".ts"));
    console.error(`There is no benchmark "${name}". Files in build/bench: ${known.toSorted().join(", ")}.`);
    return 2;
  }
  const table = await run(flagsOf(args));
  printTable(table);
  mkdirSync(join(root, "dist", "bench"), { recursive: true });
  writeFileSync(join(root, "dist", "bench", `${name}.json`), `${JSON.stringify({ ...table, machine: machine() }, null, 2)}\n`);
  return table.goals.every(({ met }) => met) ? 0 : 1;
};

if (import.meta.main) {
  const [name = "", ...args] = process.argv.slice(2);
  process.exit(await runBench(name, args));
}
