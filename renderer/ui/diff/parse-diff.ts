/** One line of a text file's change. `before` and `after` count from 1; null where the line does not exist. */
export interface DiffLine {
  readonly kind: "same" | "gone" | "new";
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
  /** The file ends here without a line break. */
  readonly unended: boolean;
}

/** What was left out between two places of a change. Null lines: nobody said how many. */
export interface DiffGap {
  readonly kind: "gap";
  readonly lineCount: number | null;
}

export interface ParsedDiff {
  readonly rows: readonly (DiffLine | DiffGap)[];
  readonly addedCount: number;
  readonly removedCount: number;
}

const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const kinds = { " ": "same", "-": "gone", "+": "new" } as const;

const isSign = (sign: string): sign is keyof typeof kinds => sign in kinds;

/** Reads what `diff -u` prints for one file. What it does not know is skipped; it never throws. */
export const parseDiff = (text: string): ParsedDiff => {
  const rows: (DiffLine | DiffGap)[] = [];
  let before = 0;
  let after = 0;
  /** Lines the open hunk still owes: its counts, not its content, say where it ends, so that a removed "-- x" is no header. */
  let owedBefore = 0;
  let owedAfter = 0;
  let addedCount = 0;
  let removedCount = 0;
  for (const line of text.split("\n")) {
    const sign = line[0] ?? "";
    if ((owedBefore > 0 || owedAfter > 0) && isSign(sign)) {
      const kind = kinds[sign];
      if (kind === "new") addedCount += 1;
      if (kind === "gone") removedCount += 1;
      rows.push({
        kind,
        before: kind === "new" ? null : before,
        after: kind === "gone" ? null : after,
        text: line.slice(1),
        unended: false,
      });
      if (kind !== "new") {
        before += 1;
        owedBefore -= 1;
      }
      if (kind !== "gone") {
        after += 1;
        owedAfter -= 1;
      }
      continue;
    }
    const last = rows.at(-1);
    if (line.startsWith("\\") && last !== undefined && last.kind !== "gap") rows[rows.length - 1] = { ...last, unended: true };
    const cut = /^# (\d+) more lines are not shown/.exec(line);
    if (cut !== null) rows.push({ kind: "gap", lineCount: Number(cut[1]) });
    const head = hunkHead.exec(line);
    if (head === null) continue;
    const [beforeStart, beforeCount, afterStart, afterCount] = [head[1], head[2] ?? "1", head[3], head[4] ?? "1"].map(Number);
    owedBefore = beforeCount ?? 0;
    owedAfter = afterCount ?? 0;
    // An empty side is named by the line before it.
    const nextBefore = (beforeStart ?? 0) + (owedBefore === 0 ? 1 : 0);
    const seen = rows.length === 0 ? 1 : before;
    if (nextBefore > seen) rows.push({ kind: "gap", lineCount: nextBefore - seen });
    before = nextBefore;
    after = (afterStart ?? 0) + (owedAfter === 0 ? 1 : 0);
  }
  return { rows, addedCount, removedCount };
};
