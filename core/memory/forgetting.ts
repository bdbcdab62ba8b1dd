import { reasonOf, type ClockDep, type IdsDep, type LogDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import type { DocumentStore } from "./document-store.ts";
import type { Eraser } from "./erase.ts";
import type { ModelStore } from "./model-store.ts";
import type { Forgotten, MemoryError } from "./schema.ts";
import type { SearchClient } from "./search-client.ts";
import { backupsSince, type Quotes } from "./traces.ts";
import { isOwnCopy } from "./trust.ts";
import type { TrustMarks } from "./trust-marks.ts";
import type { DocumentWriter } from "./writer.ts";

/** How long a forgetting can be taken back. Longer than the seven seconds a toast stays. */
const undoMs = 10_000;
/** What a closing program may be kept waiting for. */
const closeLimitMs = 3000;

/** Forgets at once, erases soon, and takes back in between. What it promises stands in SPEC.md. */
export interface Forgetting {
  /** Out of every search and list when it resolves; erased when the time to take it back is over, or when the process ends. Unknown ids are passed over. */
  readonly forget: (documentIds: readonly string[]) => Promise<Forgotten>;
  /** As if nothing had been; a document whose file was read in anew meanwhile stays as that. Answers how many. Errors: ForgettingNotFound. */
  readonly takeBack: (ticket: string) => Result<number, Extract<MemoryError, { type: "ForgettingNotFound" }>>;
  /** Out of sight when it returns, and erased in the background without a way back. Answers how many. */
  readonly remove: (documentIds: readonly string[]) => number;
  /** Documents not erased yet. */
  readonly pending: () => number;
  /** Resolves when nothing is being erased; what can still be taken back is not waited for. */
  readonly idle: () => Promise<void>;
  /** Goes on with what the process before this one left. */
  readonly resume: () => void;
  /** Erases what is left, within a few seconds; the next process goes on. */
  readonly close: () => Promise<void>;
}

interface Hidden {
  readonly version: number;
  readonly documentId: string;
  /** Versions it answered for. */
  readonly copies: readonly number[];
  readonly path: string;
  readonly addedAtMs: number;
}

type Erasable = Pick<Hidden, "version" | "path" | "addedAtMs">;

interface Waiting {
  readonly hidden: readonly Hidden[];
  readonly controller: AbortController;
}

export interface ForgettingDeps extends ClockDep, IdsDep, LogDep, StoreDep {
  readonly documentStore: DocumentStore;
  readonly eraser: Eraser;
  readonly modelStore: ModelStore;
  readonly quotes: Quotes;
  readonly searchClient: SearchClient;
  readonly trustMarks: TrustMarks;
  readonly writer: DocumentWriter;
  readonly onChange: () => void;
  /** Something that was in the library since this moment is erased: what was made from it elsewhere has to go as well. */
  readonly onErased: (sinceMs: number) => void;
}

export const createForgetting = (deps: ForgettingDeps): Forgetting => {
  const { clock, documentStore, eraser, ids, log, modelStore, onChange, onErased, quotes, searchClient, store, trustMarks, writer } = deps;
  const { database } = store;
  const waiting = new Map<string, Waiting>();
  /** A file of its own may be named in what was told of reading it. */
  const deleteJobs = database.prepare(
    `DELETE FROM ingest_jobs WHERE state <> 'running' AND (EXISTS (SELECT 1 FROM json_each(roots) WHERE value = @path) OR instr(report, json_quote(@path)) > 0)`,
  );
  const insertForgotten = database.prepare("INSERT OR REPLACE INTO forgotten_documents VALUES (?, ?, ?)");
  const deleteForgotten = database.prepare("DELETE FROM forgotten_documents WHERE version = ?");
  const selectForgotten = database.prepare<[], { version: number; path: string; addedAtMs: number }>(
    "SELECT version, path, added_at_ms AS addedAtMs FROM forgotten_documents",
  );
  const mergeAgain = database.prepare("UPDATE documents SET merged_into = ? WHERE version = ? AND live = 1 AND merged_into IS NULL");
  const release = database.prepare("UPDATE documents SET merged_into = NULL WHERE merged_into = ? AND live = 1");
  const selectCopies = database.prepare<[string], number>("SELECT version FROM documents WHERE merged_into = ? AND live = 1").pluck();
  let erasing = 0;
  let endsAtMs = Infinity;
  const isOver = (): boolean => clock.nowMs() > endsAtMs;
  let queue: Promise<void> = Promise.resolve();

  const hide = (documentIds: readonly string[]): readonly Hidden[] => {
    const known = [...new Set(documentIds)].flatMap((documentId) => documentStore.byId(documentId) ?? []);
    const hidden: Hidden[] = [];
    store.transaction(() => {
      for (const { document, version } of known) {
        const { addedAtMs, id: documentId, path } = document;
        hidden.push({ version, documentId, path, addedAtMs, copies: selectCopies.all(documentId) });
        release.run(documentId);
        documentStore.hide(version);
        insertForgotten.run(version, path, addedAtMs);
      }
    });
    const gone = new Set(hidden.map(({ version }) => version));
    const released = hidden.flatMap(({ copies }) => copies).filter((version) => !gone.has(version));
    searchClient.change({ added: released, removed: [...gone] });
    if (known.length > 0) onChange();
    return hidden;
  };

  const eraseNow = async (hidden: readonly Erasable[]): Promise<void> => {
    const sinceMs = Math.min(...hidden.map(({ addedAtMs }) => addedAtMs));
    const stillThere = new Set(hidden.filter(({ path }) => documentStore.byPath(path) !== null).map(({ path }) => path));
    const paths = hidden.map(({ path }) => path).filter((path) => !stillThere.has(path));
    await writer.erase(hidden.map(({ version }) => version));
    store.transaction(() => {
      for (const path of paths) {
        trustMarks.forget(path);
        deleteJobs.run({ path });
      }
      modelStore.outdateLearned();
    });
    await eraser.removeOwnCopies(paths);
    onErased(sinceMs);
    if (!(await eraser.mergeWords(isOver))) return;
    store.transaction(() => hidden.forEach(({ version }) => deleteForgotten.run(version)));
    await eraser.emptyLog(isOver);
  };

  const erase = (hidden: readonly Erasable[]): Promise<void> => {
    if (hidden.length === 0) return queue;
    erasing += hidden.length;
    queue = queue
      .then(() => eraseNow(hidden))
      .catch((cause: unknown) => log.error("what was forgotten could not be erased; it is at the next start", { reason: reasonOf(cause) }))
      .finally(() => {
        erasing -= hidden.length;
        onChange();
      });
    return queue;
  };

  const eraseLater = async (ticket: string, { controller, hidden }: Waiting): Promise<void> => {
    await clock.sleep(undoMs, controller.signal);
    if (waiting.delete(ticket)) await erase(hidden);
  };

  return {
    forget: async (documentIds) => {
      const hidden = hide(documentIds);
      const ticket = ids.create("forget");
      const found: Waiting = { hidden, controller: new AbortController() };
      if (hidden.length > 0) {
        waiting.set(ticket, found);
        void eraseLater(ticket, found);
      }
      const undoUntilMs = clock.nowMs() + undoMs;
      const [quotedIn, backups] = await Promise.all([
        quotes.quotedIn(documentIds),
        hidden.length === 0 ? [] : backupsSince(store.dataDir, Math.min(...hidden.map(({ addedAtMs }) => addedAtMs))),
      ]);
      const ownCopies = hidden.filter(({ path }) => isOwnCopy(store.dataDir, path)).length;
      return { ticket, forgotten: hidden.length, undoUntilMs, traces: { quotedIn: [...quotedIn], backups, ownCopies } };
    },
    takeBack: (ticket) => {
      const found = waiting.get(ticket);
      if (found === undefined) return err({ type: "ForgettingNotFound", ticket });
      waiting.delete(ticket);
      found.controller.abort();
      const free = found.hidden.filter(({ path }) => documentStore.byPath(path) === null);
      store.transaction(() => {
        for (const { copies, documentId, version } of free) {
          documentStore.show(version);
          deleteForgotten.run(version);
          for (const copy of copies) mergeAgain.run(documentId, copy);
        }
      });
      searchClient.change({ added: free.map(({ version }) => version), removed: free.flatMap(({ copies }) => copies) });
      void erase(found.hidden.filter((hidden) => !free.includes(hidden)));
      onChange();
      return ok(free.length);
    },
    remove: (documentIds) => {
      const hidden = hide(documentIds);
      void erase(hidden);
      return hidden.length;
    },
    pending: () => erasing + [...waiting.values()].reduce((sum, { hidden }) => sum + hidden.length, 0),
    idle: () => queue,
    resume: () => void erase(selectForgotten.all()),
    close: async () => {
      for (const [ticket, { controller, hidden }] of waiting) {
        waiting.delete(ticket);
        controller.abort();
        void erase(hidden);
      }
      endsAtMs = clock.nowMs() + closeLimitMs;
      await queue;
    },
  };
};
