import type { DiffGap, DiffLine } from "./parse-diff.ts";

/** Where a line differs from the one it replaces: offsets into its text. */
export interface Emphasis {
  readonly start: number;
  readonly end: number;
}

/** Lines longer than this are compared by nobody, word by word least of all. */
const longestLine = 2000;

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
const lengthOf = (parts: readonly string[]): number => parts.reduce((sum, part) => sum + part.length, 0);

/** The middle in which two lines differ, after the words they begin with and before those they end with. Null when they share next to nothing. */
export const emphasisOf = (gone: string, fresh: string): { readonly gone: Emphasis; readonly fresh: Emphasis } | null => {
  if (gone.length > longestLine || fresh.length > longestLine) return null;
  const left = tokens(gone);
  const right = tokens(fresh);
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < most - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const shared = lengthOf(left.slice(0, head)) + lengthOf(left.slice(left.length - tail));
  if (shared * 3 < Math.max(gone.length, fresh.length)) return null;
  const start = lengthOf(left.slice(0, head));
  const end = lengthOf(left.slice(left.length - tail));
  return { gone: { start, end: gone.length - end }, fresh: { start, end: fresh.length - end } };
};

/** Emphasis by row: removed lines are compared with the added ones that follow them, one by one, where there are as many of both. */
export const emphasise = (rows: readonly (DiffLine | DiffGap)[]): ReadonlyMap<number, Emphasis> => {
  const found = new Map<number, Emphasis>();
  for (let at = 0; at < rows.length;) {
    let goneEnd = at;
    while (rows[goneEnd]?.kind === "gone") goneEnd += 1;
    let freshEnd = goneEnd;
    while (rows[freshEnd]?.kind === "new") freshEnd += 1;
    const count = goneEnd - at;
    if (count > 0 && count === freshEnd - goneEnd) {
      for (let offset = 0; offset < count; offset += 1) {
        const gone = rows[at + offset];
        const fresh = rows[goneEnd + offset];
        if (gone === undefined || fresh === undefined || gone.kind === "gap" || fresh.kind === "gap") continue;
        const pair = emphasisOf(gone.text, fresh.text);
        if (pair === null) continue;
        found.set(at + offset, pair.gone);
        found.set(goneEnd + offset, pair.fresh);
      }
    }
    at = Math.max(freshEnd, at + 1);
  }
  return found;
};
