import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Traces } from "./schema.ts";

/** What conversations know of a document. */
export interface DocumentUse {
  /** When an answer last quoted it; null when none did. */
  readonly lastUsedAtMs: number | null;
  readonly attached: boolean;
}

/** Where conversations quote documents: the part of the chats that the memory needs. */
export interface Quotes {
  readonly quotedIn: (documentIds: readonly string[]) => Promise<Traces["quotedIn"]>;
  /** By document id; documents that no conversation knows are not in it. */
  readonly uses: () => Promise<ReadonlyMap<string, DocumentUse>>;
}

/** Nobody quotes anything. */
export const noQuotes: Quotes = { quotedIn: async () => [], uses: async () => new Map() };

/** Copies of the whole database since a moment, newest first: what is forgotten stays in them. */
export const backupsSince = async (dataDir: string, sinceMs: number): Promise<Traces["backups"]> => {
  const folder = join(dataDir, "backups");
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(".sqlite"))
      .map(async (name) => {
        const path = join(folder, name);
        const facts = await stat(path).catch(() => null);
        return facts === null || facts.mtimeMs < sinceMs ? [] : [{ path, createdAtMs: Math.round(facts.mtimeMs) }];
      }),
  );
  return found.flat().toSorted((left, right) => right.createdAtMs - left.createdAtMs);
};
