/** Whether a column reads from the right, and how wide it is drawn. */
export interface Column {
  readonly name: string;
  readonly numeric: boolean;
  /** In characters. */
  readonly width: number;
}

export type Direction = "ascending" | "descending";

/** So many rows are looked at to know a column. */
const sampledRows = 300;
const [narrowest, widest] = [6, 36];
/** Of the cells that hold anything, so many have to be numbers. */
const numericShare = 0.8;

const grouped = /^[-+\u2212]?[$€£¥]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s?[%€]?$/;
const plain = /^[-+\u2212]?[$€£¥]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s?[%€]?$/;
const comma = /^[-+\u2212]?[€]?\d{1,3}(?:\.?\d{3})*,\d{1,2}\s?[%€]?$/;

/** The number a cell shows, or null: 1,234.50 · 12 % · $5 · 1.234,50 € · 3e-4. */
export const numberOf = (cell: string): number | null => {
  const text = cell.trim();
  if (text === "" || text.length > 30) return null;
  const bare = text.replaceAll(/[$€£¥%\s]/g, "").replace("\u2212", "-");
  if (grouped.test(text)) return Number(bare.replaceAll(",", ""));
  if (plain.test(text)) return Number(bare);
  return comma.test(text) ? Number(bare.replaceAll(".", "").replace(",", ".")) : null;
};

/** The first row names the columns unless one of its cells is a number. */
export const hasHeader = (rows: readonly (readonly string[])[]): boolean => (rows[0] ?? []).every((cell) => numberOf(cell) === null);

/** `nameless` makes a name for column n, from 1, where the table has none. */
export const columnsOf = (rows: readonly (readonly string[])[], nameless: (position: number) => string): readonly Column[] => {
  const named = hasHeader(rows);
  const sample = rows.slice(named ? 1 : 0, sampledRows + 1);
  const count = Math.max(rows[0]?.length ?? 0, ...sample.map(({ length }) => length));
  return Array.from({ length: count }, (_none, index) => {
    const said = named ? (rows[0]?.[index]?.trim() ?? "") : "";
    const cells = sample.map((row) => row[index]?.trim() ?? "").filter((cell) => cell !== "");
    const numbers = cells.filter((cell) => numberOf(cell) !== null).length;
    const name = said === "" ? nameless(index + 1) : said;
    const longest = Math.max(name.length + 3, ...cells.map(({ length }) => length));
    return {
      name,
      numeric: cells.length > 0 && numbers >= cells.length * numericShare,
      width: Math.min(widest, Math.max(narrowest, longest + 3)),
    };
  });
};

/** The order in which rows are shown, sorted by one column; cells that hold nothing (or no number, in a column of numbers) come last. Equal ones stay as they were. */
export const sortedOrder = (
  rows: readonly (readonly string[])[],
  column: number,
  numeric: boolean,
  direction: Direction,
): readonly number[] => {
  const sign = direction === "ascending" ? 1 : -1;
  const order = rows.map((_row, index) => index);
  if (numeric) {
    const keys = Float64Array.from(rows, (row) => numberOf(row[column] ?? "") ?? Number.NaN);
    return order.sort((left, right) => {
      const [one, other] = [keys[left] ?? 0, keys[right] ?? 0];
      if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
      return (one - other) * sign;
    });
  }
  const keys = rows.map((row) => (row[column] ?? "").trim().toLowerCase());
  return order.sort((left, right) => {
    const [one, other] = [keys[left] ?? "", keys[right] ?? ""];
    if (one === "" || other === "") return Number(one === "") - Number(other === "");
    return one === other ? 0 : one < other ? -sign : sign;
  });
};
