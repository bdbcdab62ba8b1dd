import type { StoreDep } from "#core/store";
import { documentOfRow, type DocumentRow } from "./document-rows.ts";
import type { Duplicates } from "./duplicates.ts";
import { memoryEntrySchema, type EntryQuery, type MemoryEntry, type MemoryOverview } from "./schema.ts";
import type { DocumentUse } from "./traces.ts";

export interface EntryRow extends DocumentRow {
  readonly trust_reason: string;
  readonly origin: string | null;
  readonly came_by: string;
  readonly read_at_ms: number;
  readonly file_state: string;
  readonly merged_into: string | null;
  readonly merged_title: string | null;
  readonly used_at_ms: number | null;
  readonly attached: number;
}

type Uses = ReadonlyMap<string, DocumentUse>;

/** The library as the memory page lists and counts it. Reads only. */
export interface Entries {
  readonly list: (query: EntryQuery, uses: Uses) => { readonly total: number; readonly entries: MemoryEntry[] };
  /** In the order of the ids; unknown ones are left out. */
  readonly byIds: (documentIds: readonly string[], uses: Uses) => MemoryEntry[];
  readonly counts: () => Pick<
    MemoryOverview,
    "documents" | "bytes" | "trust" | "changed" | "missing" | "away" | "privateDocuments" | "merged"
  >;
}

const orders: Readonly<Record<EntryQuery["sort"], string>> = {
  added: "d.added_at_ms DESC, d.version DESC",
  read: "d.read_at_ms DESC, d.version DESC",
  used: "u.used_at_ms DESC NULLS LAST, d.added_at_ms DESC, d.version DESC",
  title: "d.title COLLATE NOCASE, d.version",
  size: "d.size_bytes DESC, d.version DESC",
};

/** `@ids` where a state is known by id only. */
const conditionOf: Readonly<Record<NonNullable<EntryQuery["state"]>, string>> = {
  stale: "(d.file_state <> 'present' OR d.id IN (SELECT value FROM json_each(@ids)))",
  changed: "d.file_state = 'changed'",
  missing: "d.file_state = 'missing'",
  away: "d.file_state = 'away'",
  old: "d.id IN (SELECT value FROM json_each(@ids))",
  private: "d.is_private = 1",
  copies: "d.id IN (SELECT value FROM json_each(@ids))",
  merged: "d.merged_into IS NOT NULL",
};

/** A LIKE pattern for text that contains `part`, whatever characters it has. */
const containing = (part: string): string => `%${part.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;

const columns = "d.*, k.title AS merged_title, u.used_at_ms, coalesce(u.attached, 0) AS attached";
/** What conversations know of documents, from `@uses`. */
const withUses = `WITH uses AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS used_at_ms,
  json_extract(value, '$[2]') AS attached FROM json_each(@uses))`;
const joined = "LEFT JOIN documents k ON k.id = d.merged_into AND k.live = 1 LEFT JOIN uses u ON u.id = d.id";

const zero = () => ({ documents: 0, bytes: 0 });

export const createEntries = ({ store }: StoreDep, duplicates: Pick<Duplicates, "groups" | "member">): Entries => {
  const { database } = store;
  const selectCounts = database.prepare<
    [],
    { trust: "yours" | "file" | "foreign"; file_state: string; is_private: number; is_merged: number; documents: number; bytes: number }
  >(
    `SELECT trust, file_state, is_private, merged_into IS NOT NULL AS is_merged, count(*) AS documents, sum(size_bytes) AS bytes
     FROM documents INDEXED BY documents_overview WHERE live = 1 GROUP BY 1, 2, 3, 4`,
  );

  const toEntry = (row: EntryRow): MemoryEntry => {
    const known = duplicates.member(row.id);
    return memoryEntrySchema.parse({
      ...documentOfRow(row),
      trustReason: row.trust_reason === "" ? "local" : row.trust_reason,
      origin: row.origin === "" ? null : row.origin,
      cameBy: row.came_by,
      attached: row.attached === 1,
      readAtMs: row.read_at_ms,
      fileState: row.file_state,
      isOldVersion: known?.member.isOlder ?? false,
      mergedInto: row.merged_into === null || row.merged_title === null ? null : { documentId: row.merged_into, title: row.merged_title },
      copyCount: known === null ? 0 : known.group.length - 1,
      lastUsedAtMs: row.used_at_ms,
    });
  };

  const usesJson = (uses: Uses): string =>
    JSON.stringify([...uses].map(([id, { attached, lastUsedAtMs }]) => [id, lastUsedAtMs, attached ? 1 : 0]));

  const idsFor = (state: EntryQuery["state"]): string => {
    const members = duplicates.groups().flat();
    return JSON.stringify((state === "copies" ? members : members.filter(({ isOlder }) => isOlder)).map(({ documentId }) => documentId));
  };

  return {
    list: ({ filter, limit, offset, sort, state, trust }, uses) => {
      const words = filter.split(/\s+/).filter((word) => word !== "");
      const conditions = [
        "d.live = 1",
        ...(trust === undefined ? [] : ["d.trust = @trust"]),
        ...(state === undefined ? [] : [conditionOf[state]]),
        ...words.map((_, index) => `(d.title || ' ' || d.path) LIKE @word${index} ESCAPE '\\'`),
      ].join(" AND ");
      const named = {
        ...(trust === undefined ? {} : { trust }),
        ...(conditions.includes("@ids") ? { ids: idsFor(state) } : {}),
        ...Object.fromEntries(words.map((word, index) => [`word${index}`, containing(word)])),
      };
      const total = database.prepare<[object], number>(`SELECT count(*) FROM documents d WHERE ${conditions}`).pluck().get(named) ?? 0;
      // Sorted by what sorts it alone: whole rows of 10,000 documents would be carried along.
      const place = `SELECT d.version FROM documents d ${sort === "used" ? "LEFT JOIN uses u ON u.id = d.id" : ""}
        WHERE ${conditions} ORDER BY ${orders[sort]} LIMIT @limit OFFSET @offset`;
      const rows = database
        .prepare<[object], EntryRow>(
          `${withUses} SELECT ${columns} FROM (${place}) p JOIN documents d ON d.version = p.version ${joined} ORDER BY ${orders[sort]}`,
        )
        .all({ ...named, limit, offset, uses: usesJson(uses) });
      return { total, entries: rows.map(toEntry) };
    },
    byIds: (documentIds, uses) => {
      const rows = database
        .prepare<[object], EntryRow>(
          `${withUses} SELECT ${columns} FROM documents d ${joined} WHERE d.live = 1 AND d.id IN (SELECT value FROM json_each(@ids))`,
        )
        .all({ ids: JSON.stringify(documentIds), uses: usesJson(uses) });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return documentIds.flatMap((id) => byId.get(id) ?? []).map(toEntry);
    },
    counts: () => {
      const counts = {
        ...zero(),
        trust: { yours: zero(), file: zero(), foreign: zero() },
        changed: 0,
        missing: 0,
        away: 0,
        privateDocuments: 0,
        merged: 0,
      };
      for (const { bytes, documents, file_state: state, is_merged: merged, is_private: isPrivate, trust } of selectCounts.all()) {
        for (const sums of [counts, counts.trust[trust]]) {
          sums.documents += documents;
          sums.bytes += bytes;
        }
        if (state === "changed" || state === "missing" || state === "away") counts[state] += documents;
        if (isPrivate === 1) counts.privateDocuments += documents;
        if (merged === 1) counts.merged += documents;
      }
      return counts;
    },
  };
};
