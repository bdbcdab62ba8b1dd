/** One stretch of lines: kept on both sides, only before, or only after. */
export interface Stretch {
  readonly kind: "same" | "gone" | "new";
  readonly lines: readonly string[];
}

/** More edits than this are shown as one replaced block: the time and memory of the search grow with their square. */
const mostEdits = 600;

/** The furthest x on each diagonal after every number of edits; null when more than `mostEdits` are needed. Diagonals are offset by `mostEdits + 1`. */
const trace = (before: readonly string[], after: readonly string[]): Int32Array[] | null => {
  const middle = mostEdits + 1;
  const reached = new Int32Array(2 * middle + 1);
  const steps: Int32Array[] = [];
  for (let edits = 0; edits <= mostEdits; edits += 1) {
    steps.push(reached.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const below = reached[middle + diagonal + 1] ?? 0;
      const left = reached[middle + diagonal - 1] ?? 0;
      let x = diagonal === -edits || (diagonal !== edits && left < below) ? below : left + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reached[middle + diagonal] = x;
      if (x >= before.length && x - diagonal >= after.length) return steps;
    }
  }
  return null;
};

const pushLine = (stretches: { kind: Stretch["kind"]; lines: string[] }[], kind: Stretch["kind"], line: string) => {
  const last = stretches.at(-1);
  if (last?.kind === kind) last.lines.push(line);
  else stretches.push({ kind, lines: [line] });
};

/** The edits of the middle part, walked back from its end. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986. */
const shortestEdits = (before: readonly string[], after: readonly string[]): Stretch[] => {
  const steps = trace(before, after);
  if (steps === null)
    return [
      { kind: "gone", lines: before },
      { kind: "new", lines: after },
    ];
  const middle = mostEdits + 1;
  const backwards: { kind: Stretch["kind"]; lines: string[] }[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = steps.length - 1; edits >= 0; edits -= 1) {
    const reached = steps[edits] ?? new Int32Array();
    const diagonal = x - y;
    const below = reached[middle + diagonal + 1] ?? 0;
    const left = reached[middle + diagonal - 1] ?? 0;
    const insert = diagonal === -edits || (diagonal !== edits && left < below);
    const fromX = edits === 0 ? 0 : insert ? below : left;
    const fromY = edits === 0 ? 0 : fromX - (insert ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) pushLine(backwards, "same", before[((y -= 1), (x -= 1))] ?? "");
    if (edits === 0) break;
    if (insert) pushLine(backwards, "new", after[(y -= 1)] ?? "");
    else pushLine(backwards, "gone", before[(x -= 1)] ?? "");
  }
  return backwards.toReversed().map(({ kind, lines }) => ({ kind, lines: lines.toReversed() }));
};

/** What to take away from `before` and to add to get `after`, in order. The shortest such list, unless more than 600 lines differ. */
export const diffLines = (before: readonly string[], after: readonly string[]): readonly Stretch[] => {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const changes = shortestEdits(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [
    { kind: "same" as const, lines: before.slice(0, head) },
    ...changes,
    { kind: "same" as const, lines: before.slice(before.length - tail) },
  ].filter(({ lines }) => lines.length > 0);
};
