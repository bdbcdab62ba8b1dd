import type { ClockDep, IdsDep } from "#core/base";
import type { StoreDep } from "#core/store";
import { wordsOf } from "./patterns.ts";
import { scopeSchema, type Grant, type GrantId, type Scope } from "./schema.ts";

interface Row {
  readonly id: string;
  readonly scope: string;
  readonly even_after_reading: number;
  readonly created_at_ms: number;
  readonly expires_at_ms: number | null;
}

const toGrant = (row: Row): Grant => {
  const scope = scopeSchema.parse(JSON.parse(row.scope));
  const evenAfterReading = row.even_after_reading === 1;
  return {
    id: row.id as GrantId,
    scope,
    evenAfterReading,
    words: wordsOf(scope, evenAfterReading),
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
};

/** What the person allowed, on disk. */
export const createGrantStore = ({ clock, ids, store: { database } }: ClockDep & IdsDep & StoreDep) => {
  const select = database.prepare<[number], Row>(
    "SELECT id, scope, even_after_reading, created_at_ms, expires_at_ms FROM grants WHERE expires_at_ms IS NULL OR expires_at_ms > ? ORDER BY id DESC",
  );
  const insert = database.prepare(
    "INSERT INTO grants (id, scope, run_id, even_after_reading, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM grants WHERE id = ?");
  const removeOfRun = database.prepare("DELETE FROM grants WHERE run_id = ?");

  return {
    /** Those in force, newest first. */
    list: (): Grant[] => select.all(clock.nowMs()).map(toGrant),
    add: (scope: Scope, options: { readonly evenAfterReading: boolean; readonly expiresAtMs: number | null }): Grant => {
      const id = ids.create("grant");
      const now = clock.nowMs();
      const runId = scope.type === "pattern" ? null : scope.runId;
      insert.run(id, JSON.stringify(scope), runId, options.evenAfterReading ? 1 : 0, now, options.expiresAtMs);
      return {
        id,
        scope,
        evenAfterReading: options.evenAfterReading,
        words: wordsOf(scope, options.evenAfterReading),
        createdAtMs: now,
        expiresAtMs: options.expiresAtMs,
      };
    },
    /** True when it was there. */
    remove: (id: string): boolean => remove.run(id).changes > 0,
    removeOfRun: (runId: string): void => void removeOfRun.run(runId),
  };
};

export type GrantStore = ReturnType<typeof createGrantStore>;
