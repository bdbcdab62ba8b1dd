/** Beyond so many pairs of lines the middle counts as replaced: finding out more would take long. */
const mostPairs = 4_000_000;
const contextLines = 3;

type Edit = readonly [sign: " " | "-" | "+", line: string];

/** Longest common subsequence of two stretches, by the usual table of lengths from each pair to the end. */
const compared = (before: readonly string[], after: readonly string[]): Edit[] => {
  if (before.length * after.length > mostPairs)
    return [...before.map((line): Edit => ["-", line]), ...after.map((line): Edit => ["+", line])];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let left = before.length - 1; left >= 0; left -= 1)
    for (let right = after.length - 1; right >= 0; right -= 1)
      lengths[left * width + right] =
        before[left] === after[right]
          ? (lengths[(left + 1) * width + right + 1] ?? 0) + 1
          : Math.max(lengths[(left + 1) * width + right] ?? 0, lengths[left * width + right + 1] ?? 0);
  const edits: Edit[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const [gone, fresh] = [before[left], after[right]];
    if (gone !== undefined && gone === fresh) {
      edits.push([" ", gone]);
      left += 1;
      right += 1;
    } else if (
      gone !== undefined &&
      (fresh === undefined || (lengths[(left + 1) * width + right] ?? 0) >= (lengths[left * width + right + 1] ?? 0))
    ) {
      edits.push(["-", gone]);
      left += 1;
    } else if (fresh !== undefined) {
      edits.push(["+", fresh]);
      right += 1;
    }
  }
  return edits;
};

const editsOf = (before: readonly string[], after: readonly string[]): Edit[] => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const same = (line: string): Edit => [" ", line];
  return [
    ...before.slice(0, start).map(same),
    ...compared(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
};

/** What `diff -u` prints without its two names; "" when nothing differs. */
export const unifiedDiff = (before: string, after: string): string => {
  const edits = editsOf(before.split("\n"), after.split("\n"));
  const changed = edits.flatMap(([sign], index) => (sign === " " ? [] : index));
  const hunks: { start: number; end: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    if (last !== undefined && index - contextLines <= last.end) last.end = index + contextLines + 1;
    else hunks.push({ start: Math.max(0, index - contextLines), end: index + contextLines + 1 });
  }
  const counted = (from: number, to: number, sign: "-" | "+") =>
    edits.slice(from, to).filter(([kind]) => kind === " " || kind === sign).length;
  return hunks
    .map(({ start, end }) => {
      const range = (sign: "-" | "+") => {
        const count = counted(start, end, sign);
        return `${counted(0, start, sign) + (count === 0 ? 0 : 1)},${count}`;
      };
      const lines = edits.slice(start, end).map(([sign, line]) => `${sign}${line}\n`);
      return `@@ -${range("-")} +${range("+")} @@\n${lines.join("")}`;
    })
    .join("");
};
