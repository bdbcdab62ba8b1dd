import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { reasonOf, type ClockDep, type LogDep } from "#core/base";
import type { StoreDep } from "#core/store";
import type { FileState } from "./schema.ts";

/** Whether the files that documents were read from are still there, and still what was read. */
export interface FileStates {
  /** Looks at all, or at some. A second look waits for the first. Never throws. */
  readonly check: (documentIds: readonly string[] | null, signal?: AbortSignal) => Promise<void>;
  readonly isChecking: () => boolean;
  /** When all were last looked at, in this process. */
  readonly checkedAtMs: () => number | null;
  /** Looks at all a while after the start, then hourly, until `close`. */
  readonly start: () => void;
  readonly close: () => Promise<void>;
}

export interface FileStatesDeps extends ClockDep, LogDep, StoreDep {
  readonly onChange: () => void;
}

interface Row {
  readonly version: number;
  readonly path: string;
  readonly root: string;
  readonly size_bytes: number;
  readonly modified_at_ms: number;
  readonly sha256: string;
  readonly file_state: FileState;
}

/** Long enough that a start is over before the disk is asked. */
const firstAfterMs = 15_000;
const everyMs = 3_600_000;
const rowsInPiece = 64;
/** Files asked for at once: a slow network folder must not take all of the process' four threads for files. */
const atOnce = 2;
const selected = "SELECT version, path, root, size_bytes, modified_at_ms, sha256, file_state FROM documents WHERE live = 1";

const isAbsent = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
};

/** Null: it could not be found out, so what was known stays. */
const stateOf = async (row: Row): Promise<FileState | null> => {
  try {
    const facts = await stat(row.path);
    if (!facts.isFile()) return "missing";
    if (facts.size !== row.size_bytes) return "changed";
    if (Math.round(facts.mtimeMs) === row.modified_at_ms) return "present";
    // Touched: only its bytes tell.
    return (await sha256Of(row.path)) === row.sha256 ? "present" : "changed";
  } catch (cause) {
    if (!isAbsent(cause)) return null;
    if (row.root === row.path) return "missing";
    return stat(row.root).then(
      () => "missing",
      (rootCause: unknown) => (isAbsent(rootCause) ? "away" : null),
    );
  }
};

export const createFileStates = ({ clock, log, onChange, store }: FileStatesDeps): FileStates => {
  const { database } = store;
  const selectPiece = database.prepare<[number, number], Row>(`${selected} AND version > ? ORDER BY version LIMIT ?`);
  const selectOne = database.prepare<[string], Row>(`${selected} AND id = ?`);
  const update = database.prepare("UPDATE documents SET file_state = ? WHERE version = ?");
  const ended = new AbortController();
  let checking = 0;
  let checkedAtMs: number | null = null;
  let queue: Promise<void> = Promise.resolve();
  let repeating: Promise<void> = Promise.resolve();

  const look = async (rows: readonly Row[]): Promise<void> => {
    const found: { readonly version: number; readonly state: FileState }[] = [];
    const left = [...rows];
    const lookOn = async (): Promise<void> => {
      for (let row = left.pop(); row !== undefined; row = left.pop()) {
        const state = await stateOf(row);
        if (state !== null && state !== row.file_state) found.push({ version: row.version, state });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lookOn));
    if (found.length === 0 || ended.signal.aborted) return;
    store.transaction(() => found.forEach(({ state, version }) => update.run(state, version)));
    onChange();
  };

  const run = async (documentIds: readonly string[] | null, signal: AbortSignal): Promise<void> => {
    if (documentIds !== null) {
      for (let start = 0; start < documentIds.length && !signal.aborted; start += rowsInPiece)
        await look(documentIds.slice(start, start + rowsInPiece).flatMap((id) => selectOne.get(id) ?? []));
      return;
    }
    for (let last = 0; !signal.aborted;) {
      const rows = selectPiece.all(last, rowsInPiece);
      if (rows.length === 0) break;
      last = rows.at(-1)?.version ?? last;
      await look(rows);
    }
    if (!signal.aborted) checkedAtMs = clock.nowMs();
  };

  const check: FileStates["check"] = (documentIds, signal) => {
    const stop = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
    checking += 1;
    onChange();
    queue = queue
      .then(() => (stop.aborted ? undefined : run(documentIds, stop)))
      .catch((cause: unknown) => log.error("files could not be looked at", { reason: reasonOf(cause) }))
      .finally(() => {
        checking -= 1;
        if (!ended.signal.aborted) onChange();
      });
    return queue;
  };

  return {
    check,
    isChecking: () => checking > 0,
    checkedAtMs: () => checkedAtMs,
    start: () => {
      repeating = (async () => {
        for (let waitMs = firstAfterMs; ; waitMs = everyMs) {
          await clock.sleep(waitMs, ended.signal);
          if (ended.signal.aborted) return;
          await check(null);
        }
      })();
    },
    close: async () => {
      ended.abort();
      await repeating;
      await queue;
    },
  };
};
