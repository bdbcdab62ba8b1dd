/** Reads a table piece by piece (RFC 4180: a quoted cell may hold separators, line ends and doubled quotes). */
export interface TableReader {
  /** The rows read so far; the array grows. A row whose end has not come is not among them. */
  readonly rows: string[][];
  readonly push: (text: string) => void;
  /** No more text follows: an unended row counts. */
  readonly finish: () => void;
}

const [quote, lineFeed, carriageReturn] = [34, 10, 13];

export const createTableReader = (separator: string): TableReader => {
  const split = separator.charCodeAt(0);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let wasQuoted = false;
  /** The last character was a quote inside a quoted cell: the end of it, or the first of two. */
  let pendingQuote = false;

  const endCell = () => {
    row.push(cell);
    cell = "";
    wasQuoted = false;
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };

  const push = (text: string) => {
    let start = 0;
    const keepTo = (end: number) => {
      if (end > start) cell += text.slice(start, end);
    };
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (quoted) {
        if (pendingQuote) {
          pendingQuote = false;
          if (code === quote) {
            cell += '"';
            start = at + 1;
            continue;
          }
          quoted = false;
          start = at;
        } else {
          if (code === quote) {
            keepTo(at);
            pendingQuote = true;
            start = at + 1;
          }
          continue;
        }
      }
      if (code === quote && cell === "" && start === at && !wasQuoted) {
        quoted = true;
        wasQuoted = true;
        start = at + 1;
      } else if (code === split) {
        keepTo(at);
        endCell();
        start = at + 1;
      } else if (code === lineFeed) {
        keepTo(at);
        endRow();
        start = at + 1;
      } else if (code === carriageReturn) {
        keepTo(at);
        start = at + 1;
      }
    }
    if (!pendingQuote) keepTo(text.length);
  };

  return {
    rows,
    push,
    finish: () => {
      if (cell !== "" || row.length > 0 || wasQuoted) endRow();
      quoted = false;
      pendingQuote = false;
    },
  };
};

/** The separator that its first lines use most, outside of quotes. */
export const separatorOf = (language: string, text: string): string => {
  if (language === "tsv") return "\t";
  const start = text.slice(0, 2000).replaceAll(/"[^"]*"/g, "");
  const count = (sign: string) => start.split(sign).length;
  return [",", ";", "\t", "|"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
};

/** One row as a line of CSV, without a line end. */
export const csvLine = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
