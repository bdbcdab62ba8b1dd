import type { Database } from "better-sqlite3";
import type { SearchQuery } from "./schema.ts";

export type SearchFilter = Pick<SearchQuery, "paths" | "kinds" | "modifiedFromMs" | "modifiedToMs">;

/** The live document versions a filter keeps, or null when it keeps all. A folder keeps what lies below it, whatever separator ends it. */
export const createFilterReader = (database: Database, separator: string): ((filter: SearchFilter) => ReadonlySet<number> | null) => {
  const select = database
    .prepare<[{ paths: string | null; kinds: string | null; from: number | null; to: number | null; separator: string }], number>(
      `SELECT version FROM documents d WHERE live = 1
         AND (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
         AND (@from IS NULL OR modified_at_ms >= @from) AND (@to IS NULL OR modified_at_ms <= @to)
         AND (@paths IS NULL OR EXISTS (SELECT 1 FROM json_each(@paths) p
           WHERE d.path = p.value OR d.root = p.value OR substr(d.path, 1, length(p.value || @separator)) = p.value || @separator))`,
    )
    .pluck();

  return ({ paths, kinds, modifiedFromMs, modifiedToMs }) => {
    if (paths === undefined && kinds === undefined && modifiedFromMs === undefined && modifiedToMs === undefined) return null;
    const folders = paths?.map((path) => (path.length > 1 && path.endsWith(separator) ? path.slice(0, -separator.length) : path));
    const rows = select.all({
      paths: folders === undefined ? null : JSON.stringify(folders.map((path) => (path === separator ? "" : path))),
      kinds: kinds === undefined ? null : JSON.stringify(kinds),
      from: modifiedFromMs ?? null,
      to: modifiedToMs ?? null,
      separator,
    });
    return new Set(rows);
  };
};
