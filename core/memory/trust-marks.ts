import type { StoreDep } from "#core/store";
import { derivedTrust, type Trust } from "./trust.ts";
import type { Arrival, TrustClass } from "./schema.ts";

interface ProvenanceRow {
  readonly version: number;
  readonly path: string;
  readonly came_by: Arrival;
  readonly origin: string | null;
}

/** What the person said of whose word a document is, kept by path so that it outlasts reading anew. */
export interface TrustMarks {
  readonly said: (path: string) => TrustClass | null;
  /** In one transaction with the documents; null goes back to what follows from where they came from. Answers how many changed. */
  readonly set: (documentIds: readonly string[], trust: TrustClass | null) => number;
  readonly forget: (path: string) => void;
}

export const createTrustMarks = ({ store }: StoreDep): TrustMarks => {
  const { database } = store;
  const selectMark = database.prepare<[string], TrustClass>("SELECT trust FROM trust_marks WHERE path = ?").pluck();
  const upsert = database.prepare("INSERT OR REPLACE INTO trust_marks VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM trust_marks WHERE path = ?");
  const selectDocument = database.prepare<[string], ProvenanceRow>(
    "SELECT version, path, came_by, origin FROM documents WHERE id = ? AND live = 1",
  );
  const update = database.prepare(
    "UPDATE documents SET trust = @trust, trust_reason = @reason WHERE version = @version AND (trust <> @trust OR trust_reason <> @reason)",
  );

  return {
    said: (path) => selectMark.get(path) ?? null,
    set: (documentIds, trust) =>
      store.transaction(() => {
        let changed = 0;
        for (const documentId of documentIds) {
          const row = selectDocument.get(documentId);
          if (row === undefined) continue;
          const { path, came_by: cameBy, origin, version } = row;
          if (trust === null) remove.run(path);
          else upsert.run(path, trust);
          const next: Trust = trust === null ? derivedTrust({ path, cameBy, origin }) : { trust, reason: "said" };
          changed += update.run({ version, ...next }).changes;
        }
        return changed;
      }),
    forget: (path) => void remove.run(path),
  };
};
