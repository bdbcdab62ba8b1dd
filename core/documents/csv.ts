import { parse } from "csv-parse/sync";
import { err, ok, reasonOf, type Result } from "#core/base";
import { labelledRow } from "./blocks.ts";
import { normalizeText, type DecodedText } from "./decode.ts";
import type { Block, FileProblem, ParsedDocument } from "./schema.ts";

/** Longest record, in characters: past it a quote was never closed, and the file is read line by line instead. */
const recordLimit = 200_000;
/** Rows that may be a block together; chunks cut between their lines. */
const rowsPerBlock = 200;

const separators = [",", ";", "\t", "|"] as const;

/** The separator found most evenly in the first lines; files named .tsv and .tab are known. */
const separatorOf = (text: string, extension: string): string => {
  if (extension === "tsv" || extension === "tab") return "\t";
  const lines = text
    .slice(0, 20_000)
    .split("\n", 20)
    .filter((line) => line.trim() !== "");
  const score = (separator: string) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, "").split(separator).length - 1);
    const least = Math.min(...counts);
    return least * 1000 + counts.filter((count) => count === counts[0] && count > 0).length;
  };
  return separators.toSorted((one, other) => score(other) - score(one))[0] ?? ",";
};

const isNumeric = (cell: string) => /^[-+]?[\d.,'\s]*\d[\d.,'\s]*%?$/.test(cell.slice(0, 40));

/** A first row names columns when its cells are filled, differ and are not numbers. */
const isHeader = (row: readonly string[]) =>
  row.length > 1 && new Set(row).size === row.length && row.every((cell) => cell !== "" && cell.length <= 100 && !isNumeric(cell));

/** Reads a table into one line per row, `header: value | header: value`, so a row is understood wherever it is found. */
export const parseCsv = (source: DecodedText, fallbackTitle: string, extension: string): Result<ParsedDocument, FileProblem> => {
  const notes = [...source.notes];
  const common = {
    delimiter: separatorOf(source.text, extension),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  };
  let rows: string[][];
  try {
    rows = parse(source.text, { ...common, max_record_size: recordLimit });
  } catch (cause) {
    notes.push(`quotes are not in order (${reasonOf(cause).slice(0, 120)}); read line by line`);
    rows = source.text.split("\n").map((line) => line.split(common.delimiter).map((cell) => cell.trim()));
  }
  const flat = rows.map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, " ")));
  const [first] = flat;
  const header = first !== undefined && flat.length > 1 && isHeader(first) ? first : null;
  const lines = (header === null ? flat : flat.slice(1)).map((row) =>
    normalizeText(header === null ? row.filter((cell) => cell !== "").join(" | ") : labelledRow(header, row)),
  );
  const filled = lines.filter((line) => line !== "");
  if (filled.length === 0) return err({ type: "FileWithoutText" });

  const blocks: Block[] = [];
  let length = 0;
  for (let index = 0; index < filled.length; index += rowsPerBlock) {
    const size = filled.slice(index, index + rowsPerBlock).reduce((sum, line) => sum + line.length + 1, -1);
    blocks.push({ kind: "table", start: length, end: length + size, page: null, headings: [] });
    length += size + 1;
  }
  notes.push(
    header === null ? `${filled.length} rows without a header` : `${filled.length} rows; columns: ${header.slice(0, 30).join(", ")}`,
  );
  return ok({ kind: "csv", title: fallbackTitle, text: filled.join("\n"), blocks, pageCount: null, notes });
};
