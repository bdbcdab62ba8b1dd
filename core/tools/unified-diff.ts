import { diffLines, type Stretch } from "./line-diff.ts";
import { linesOf } from "./text.ts";

/** Lines shown around a change, as `diff -u` does. */
const contextLines = 3;
/** A diff for people; nobody reads more than this of one file. */
const mostLines = 4000;

const signs = { same: " ", gone: "-", new: "+" } as const;

interface Hunk {
  beforeStart: number;
  beforeCount: number;
  afterStart: number;
  afterCount: number;
  readonly lines: string[];
}

const printed = (sign: string, line: string): string =>
  line.endsWith("\n") ? `${sign}${line.slice(0, -1)}` : `${sign}${line}\n\\ No newline at end of file`;

const hunksOf = (stretches: readonly Stretch[]): Hunk[] => {
  const hunks: Hunk[] = [];
  let open: Hunk | null = null;
  let before = 0;
  let after = 0;
  for (const [index, { kind, lines }] of stretches.entries()) {
    if (kind !== "same") {
      open ??= { beforeStart: before, beforeCount: 0, afterStart: after, afterCount: 0, lines: [] };
      for (const line of lines) open.lines.push(printed(signs[kind], line));
      if (kind === "gone") open.beforeCount += lines.length;
      else open.afterCount += lines.length;
    } else {
      const isLast = index === stretches.length - 1;
      const keepsOpen = open !== null && !isLast && lines.length <= 2 * contextLines;
      const trailing = open === null ? [] : keepsOpen ? lines : lines.slice(0, contextLines);
      if (open !== null) {
        for (const line of trailing) open.lines.push(printed(" ", line));
        open.beforeCount += trailing.length;
        open.afterCount += trailing.length;
        if (!keepsOpen) {
          hunks.push(open);
          open = null;
        }
      }
      if (open === null && !isLast) {
        const leading = lines.slice(Math.max(0, lines.length - contextLines));
        const offset = lines.length - leading.length;
        open = {
          beforeStart: before + offset,
          beforeCount: leading.length,
          afterStart: after + offset,
          afterCount: leading.length,
          lines: leading.map((line) => printed(" ", line)),
        };
      }
    }
    if (kind !== "new") before += lines.length;
    if (kind !== "gone") after += lines.length;
  }
  if (open !== null) hunks.push(open);
  return hunks;
};

const range = (start: number, count: number): string => `${count === 0 ? start : start + 1}${count === 1 ? "" : `,${count}`}`;

/** What `diff -u` would print for one file; null stands for "no such file". "" when nothing differs. */
export const unifiedDiff = (path: string, before: string | null, after: string | null): string => {
  const hunks = hunksOf(diffLines(linesOf(before ?? ""), linesOf(after ?? "")));
  if (hunks.length === 0) return "";
  const body = hunks.flatMap((hunk) => [
    `@@ -${range(hunk.beforeStart, hunk.beforeCount)} +${range(hunk.afterStart, hunk.afterCount)} @@`,
    ...hunk.lines,
  ]);
  const cut = body.length > mostLines ? [...body.slice(0, mostLines), `# ${body.length - mostLines} more lines are not shown`] : body;
  return [`--- ${before === null ? "/dev/null" : `a/${path}`}`, `+++ ${after === null ? "/dev/null" : `b/${path}`}`, ...cut, ""].join("\n");
};
