const fence = /^ {0,3}(`{3,}|~{3,})/;

const closeTable = (lines: readonly string[]): string | null => {
  const first = lines.findIndex((line) => /^\s*\|/.test(line));
  if (first < 0 || lines.length - first > 2) return null;
  const header = lines[first] ?? "";
  const delimiter = lines[first + 1];
  if (delimiter !== undefined && !/^[\s|:-]*$/.test(delimiter)) return null;
  const cells = Math.max(
    1,
    header
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/).length,
  );
  return [...lines.slice(0, first), `${header.trimEnd().replace(/\|?$/, "")}|`, `|${" - |".repeat(cells)}`].join("\n");
};

/** `[text](half an addre` shows "text", `![alt](half` shows "alt", `[1` shows nothing yet. */
const closeLink = (line: string): string =>
  line
    .replace(/!?\[([^[\]]*)\]\([^()\s]*(?:\s[^()]*)?$/, "$1")
    .replace(/\[[\d, ]*$/, "")
    .replace(/!?\[([^[\]]*)$/, "$1");

/** Everything after an opening formula sign stays hidden until its end arrives; half a formula is only noise. */
const hideFormula = (text: string): string => {
  const dollars = text.split("$$").length - 1;
  if (dollars % 2 === 1) return text.slice(0, text.lastIndexOf("$$"));
  for (const [open, close] of [
    ["\\[", "\\]"],
    ["\\(", "\\)"],
  ] as const) {
    const start = text.lastIndexOf(open);
    if (start >= 0 && !text.includes(close, start)) return text.slice(0, start);
  }
  return text;
};

/** Closes `**bold`, `*emphasis`, `~~struck` and `` `code `` left open in the last paragraph. */
const closeMarks = (paragraph: string): string => {
  const withoutCode = paragraph.replaceAll(/(`+)[^`]+\1(?!`)/g, "");
  const tick = /`+/.exec(withoutCode)?.[0];
  if (tick !== undefined) return /`+$/.test(paragraph) ? paragraph.replace(/`+$/, "") : `${paragraph.trimEnd()}${tick}`;
  let text = paragraph.replace(/(?:\*{1,3}|_{1,3}|~{1,2})$/, (mark) => (paragraph.slice(0, -mark.length).includes(mark) ? mark : ""));
  const open: string[] = [];
  for (const found of withoutCode.matchAll(/(?<!\\)(\*\*|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))/g)) {
    const mark = found[0];
    if (open.at(-1) === mark) open.pop();
    else if (!/\s/.test(withoutCode[found.index + mark.length] ?? " ")) open.push(mark);
  }
  if (open.length > 8) return text;
  text = text.trimEnd();
  return text + open.toReversed().join("");
};

/**
 * The open block as it should look while more of it arrives: unfinished links, emphasis, code spans and tables are completed, markers whose
 * meaning is not yet decided ("1.", "-", "===") and half formulas wait. Only a matter of looks; the result goes the same way as any text.
 */
export const calmBlock = (raw: string): string => {
  if (raw.length > 20_000) return raw;
  if (fence.test(raw)) return raw.replace(/\n {0,3}[`~]{1,2}$/, "");
  const text = hideFormula(raw);
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  if (/^\s*(?:[-*+]|\d{1,9}[.)]?|#{1,6}|=+|-{2,}|[`~]{1,2}|>)\s*$/.test(last)) return lines.slice(0, -1).join("\n");
  const table = closeTable(lines.at(-1) === "" ? lines.slice(0, -1) : lines);
  if (table !== null) return table;
  if (last.trim() === "" || /^\s*\|/.test(last)) return text;
  const start = text.lastIndexOf("\n\n") + 1;
  const paragraph = text.slice(start);
  return text.slice(0, start) + closeMarks(paragraph.slice(0, paragraph.length - last.length) + closeLink(last));
};
