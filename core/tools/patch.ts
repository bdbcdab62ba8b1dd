import { err, ok, type Result } from "#core/base/schema";
import { linesOf } from "./text.ts";

/** Errors are sentences for whoever wrote the patch. */
type Patched = Result<string, string>;

const countOf = (text: string, part: string): number => {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count += 1;
  return count;
};

/** Replaces a text that occurs exactly once, letter for letter. In a file with Windows line ends the given texts may have plain ones. */
export const replaceOnce = (text: string, oldText: string, newText: string): Patched => {
  const windows = text.includes("\r\n") && !oldText.includes("\r") && oldText.includes("\n") && !text.includes(oldText);
  const adapt = (part: string) => (windows ? part.replaceAll(/\r?\n/g, "\r\n") : part);
  const old = adapt(oldText);
  const count = countOf(text, old);
  if (count !== 1) return err(count === 0 ? "the text to replace is not in the file" : `the text to replace occurs ${count} times`);
  const at = text.indexOf(old);
  return ok(text.slice(0, at) + adapt(newText) + text.slice(at + old.length));
};

interface Hunk {
  /** 0-based line of the file as the header has it. */
  readonly start: number;
  readonly before: string[];
  readonly after: string[];
}

const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/** The last line of one side of a hunk loses its line end ("\ No newline at end of file"). */
const chop = (lines: string[]) => lines.push((lines.pop() ?? "").replace(/\n$/, ""));

const readHunks = (diff: string): Result<Hunk[], string> => {
  const hunks: Hunk[] = [];
  let files = 0;
  let hunk: Hunk | null = null;
  let left = { before: 0, after: 0 };
  let last: " " | "-" | "+" = " ";
  for (const line of linesOf(diff.endsWith("\n") ? diff : `${diff}\n`)) {
    const isInside: boolean = hunk !== null && (left.before > 0 || left.after > 0);
    const sign = line[0];
    if (hunk !== null && sign === "\\") {
      if (last !== "+") chop(hunk.before);
      if (last !== "-") chop(hunk.after);
    } else if (hunk !== null && isInside && (sign === " " || sign === "-" || sign === "+" || line === "\n" || line === "\r\n")) {
      last = sign === "-" || sign === "+" ? sign : " ";
      // Mail programs drop the space of an empty context line.
      const content = sign === "\n" || sign === "\r" ? line : line.slice(1);
      if (last !== "+") hunk.before.push(content);
      if (last !== "-") hunk.after.push(content);
      left = { before: left.before - (last === "+" ? 0 : 1), after: left.after - (last === "-" ? 0 : 1) };
      if (left.before < 0 || left.after < 0) return err(`a hunk has more lines than its header says (line ${hunk.start + 1})`);
    } else if (line.startsWith("@@")) {
      if (isInside) return err("a hunk has fewer lines than its header says");
      const found = header.exec(line);
      if (found === null) return err("a hunk's header is not @@ -line,count +line,count @@");
      left = { before: Number(found[2] ?? 1), after: Number(found[4] ?? 1) };
      hunk = { start: left.before === 0 ? Number(found[1]) : Number(found[1]) - 1, before: [], after: [] };
      hunks.push(hunk);
    } else if (isInside) return err("a hunk has fewer lines than its header says");
    else if (line.startsWith("--- ")) {
      files += 1;
      hunk = null;
    }
  }
  if (left.before > 0 || left.after > 0) return err("the last hunk has fewer lines than its header says");
  if (files > 1) return err("the diff is about more than one file");
  return hunks.length === 0 ? err("there is no hunk in the diff") : ok(hunks);
};

const fits = (lines: readonly string[], at: number, wanted: readonly string[]): boolean =>
  at >= 0 && at + wanted.length <= lines.length && wanted.every((line, index) => lines[at + index] === line);

/** Where a hunk belongs: where its header says if it fits there, else the only other place. -1 none, -2 several. */
const placeOf = (lines: readonly string[], hunk: Hunk, from: number, shift: number): number => {
  const stated = hunk.start + shift;
  if (stated >= from && fits(lines, stated, hunk.before)) return stated;
  if (hunk.before.length === 0) return -1;
  let place = -1;
  for (let at = from; at + hunk.before.length <= lines.length; at += 1)
    if (fits(lines, at, hunk.before)) {
      if (place >= 0) return -2;
      place = at;
    }
  return place;
};

/**
 * Applies a unified diff of one file. Every hunk has to fit letter for letter, in order: at the line its header names, or else at exactly one other
 * place. All or nothing.
 */
export const applyUnifiedDiff = (text: string, diff: string): Patched => {
  const read = readHunks(diff);
  if (!read.ok) return read;
  const lines = linesOf(text);
  const windows =
    lines.length > 0 && lines.slice(0, -1).every((line) => line.endsWith("\r\n")) && !diff.includes("\r\n") && text.includes("\r\n");
  const adapt = (side: readonly string[]) => (windows ? side.map((line) => line.replace(/\n$/, "\r\n")) : [...side]);
  const result: string[] = [];
  let from = 0;
  let shift = 0;
  for (const [index, given] of read.value.entries()) {
    const hunk: Hunk = { start: given.start, before: adapt(given.before), after: adapt(given.after) };
    const place = placeOf(lines, hunk, from, shift);
    if (place < 0) return err(`hunk ${index + 1} ${place === -1 ? "fits nowhere" : "fits at several places"}`);
    for (const line of lines.slice(from, place)) result.push(line);
    for (const line of hunk.after) result.push(line);
    from = place + hunk.before.length;
    shift = place - given.start;
  }
  for (const line of lines.slice(from)) result.push(line);
  const unended = result.slice(0, -1).findIndex((line) => !line.endsWith("\n"));
  return unended >= 0 ? err("the diff adds lines after one without a line end") : ok(result.join(""));
};
