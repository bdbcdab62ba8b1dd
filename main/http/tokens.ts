import { createHash, randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { ClockDep, LogDep } from "#core/base";
import { parseJson } from "#core/base";
import { sameSecret } from "./constant-time.ts";
import { writePrivateFile } from "./private-file.ts";

const storedTokenSchema = z.object({ id: z.string(), name: z.string(), sha256: z.string(), createdAtMs: z.number() });
const fileSchema = z.object({ version: z.literal(1), tokens: z.array(storedTokenSchema) });
type StoredToken = z.infer<typeof storedTokenSchema>;

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
}

export interface Bearer {
  readonly id: string;
  /** Aborts when the token is revoked. */
  readonly revoked: AbortSignal;
}

/** Keys for scripts. The file keeps SHA-256 of 256 random bits: nothing to guess, so no slow hash is needed. */
export interface Tokens {
  /** Oldest first. */
  readonly list: () => readonly TokenInfo[];
  /** The token itself is in this answer and nowhere else. */
  readonly create: (name: string) => TokenInfo & { readonly token: string };
  /** False when there is none; connections opened with it end at once. */
  readonly revoke: (id: string) => boolean;
  readonly find: (token: string) => Bearer | null;
  /** A token that is never stored and ends with this process. */
  readonly createForProcess: () => string;
}

const hash = (token: string): string => createHash("sha256").update(token).digest("hex");
const makeToken = (): string => `olympus_${randomBytes(32).toString("base64url")}`;
const infoOf = ({ id, name, createdAtMs }: StoredToken): TokenInfo => ({ id, name, createdAtMs });

export const openTokens = ({ path, clock, log }: { readonly path: string } & ClockDep & LogDep): Tokens => {
  const controllers = new Map<string, AbortController>();

  const readStored = (): readonly StoredToken[] => {
    if (!existsSync(path)) return [];
    const file = parseJson(readFileSync(path, "utf8"), fileSchema);
    if (file.ok) return file.value.tokens;
    log.warn("the file of script tokens is unreadable; no stored token is accepted", { path, reason: file.error.reason });
    return [];
  };

  let stored = readStored();
  let ofProcess: StoredToken | null = null;

  const write = (tokens: readonly StoredToken[]): void => {
    writePrivateFile(path, JSON.stringify({ version: 1, tokens }));
    stored = tokens;
  };

  const controllerOf = (id: string): AbortController => {
    const controller = controllers.get(id) ?? new AbortController();
    controllers.set(id, controller);
    // One listener for each open stream; there may be many.
    setMaxListeners(0, controller.signal);
    return controller;
  };

  const make = (name: string): { readonly token: string; readonly record: StoredToken } => {
    const token = makeToken();
    return { token, record: { id: randomBytes(8).toString("hex"), name, sha256: hash(token), createdAtMs: clock.nowMs() } };
  };

  return {
    list: () => stored.map(infoOf),
    create: (name) => {
      const { token, record } = make(name);
      write([...stored, record]);
      return { ...infoOf(record), token };
    },
    revoke: (id) => {
      if (!stored.some((record) => record.id === id)) return false;
      write(stored.filter((record) => record.id !== id));
      controllers.get(id)?.abort();
      controllers.delete(id);
      return true;
    },
    find: (token) => {
      const sha256 = hash(token);
      const record = [...stored, ...(ofProcess === null ? [] : [ofProcess])].find((candidate) => sameSecret(candidate.sha256, sha256));
      return record === undefined ? null : { id: record.id, revoked: controllerOf(record.id).signal };
    },
    createForProcess: () => {
      const { token, record } = make("this process");
      ofProcess = record;
      return token;
    },
  };
};
