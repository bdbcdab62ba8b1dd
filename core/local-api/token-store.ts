import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ClockDep, IdsDep } from "#core/base";
import type { Migration, StoreDep } from "#core/store";
import type { ApiToken, ApiTokenId } from "./schema.ts";

export const localApiMigrations: readonly Migration[] = [
  {
    version: 13,
    name: "keys of the local API",
    up: `
      CREATE TABLE local_api_tokens (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
        created_at_ms INTEGER NOT NULL,
        last_used_at_ms INTEGER
      ) STRICT;`,
    down: "DROP TABLE local_api_tokens;",
  },
];

interface Row {
  readonly id: ApiTokenId;
  readonly name: string;
  readonly sha256: Buffer;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
}

/** A use within so long of the last one is not written: a busy program would write with every request. */
const useStepMs = 60_000;

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** The database keeps SHA-256 of 256 random bits: nothing to guess, so no slow hash is needed. */
export const createTokenStore = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const select = database.prepare<[], Row>(
    "SELECT id, name, sha256, created_at_ms AS createdAtMs, last_used_at_ms AS lastUsedAtMs FROM local_api_tokens ORDER BY created_at_ms, id",
  );
  const insert = database.prepare("INSERT INTO local_api_tokens VALUES (?, ?, ?, ?, NULL)");
  const remove = database.prepare("DELETE FROM local_api_tokens WHERE id = ?");
  const touch = database.prepare("UPDATE local_api_tokens SET last_used_at_ms = ? WHERE id = ?");

  return {
    /** Oldest first. */
    list: (): ApiToken[] => select.all().map(({ sha256: _hash, ...token }) => token),
    /** The key is in this answer and nowhere else. */
    create: (name: string): ApiToken & { readonly key: string } => {
      const key = `sk-olympus-${randomBytes(32).toString("base64url")}`;
      const token = { id: ids.create("apitoken"), name, createdAtMs: clock.nowMs(), lastUsedAtMs: null };
      insert.run(token.id, name, hashOf(key), token.createdAtMs);
      return { ...token, key };
    },
    remove: (id: string): boolean => remove.run(id).changes > 0,
    /** Whose key it is; null for nobody's. */
    admit: (key: string): ApiTokenId | null => {
      const given = hashOf(key);
      const found = select.all().find(({ sha256 }) => timingSafeEqual(sha256, given));
      if (found === undefined) return null;
      const nowMs = clock.nowMs();
      if (nowMs - (found.lastUsedAtMs ?? 0) >= useStepMs) touch.run(nowMs, found.id);
      return found.id;
    },
  };
};
