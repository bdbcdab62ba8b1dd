import { rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ClockDep, LogDep } from "#core/base";
import type { StoreDep } from "#core/store";
import { isOwnCopy, ownFolders } from "./trust.ts";

/**
 * Takes what was deleted off the disk: from the words' index, which only marks entries as gone, from the database's pages, and from its log.
 * What a file system or a disk keeps of overwritten blocks is beyond it.
 */
export interface Eraser {
  /** Takes deleted words out of the index, in pieces; false when it was stopped on the way. */
  readonly mergeWords: (isStopped: () => boolean) => Promise<boolean>;
  /** Brings the log into the database and empties it. */
  readonly emptyLog: (isStopped: () => boolean) => Promise<void>;
  /** Deletes Olympus' own copies among the files, and folders they leave empty; other files are not touched. */
  readonly removeOwnCopies: (paths: readonly string[]) => Promise<void>;
}

/** Pages merged in one piece: 10–40 ms. The index of 20,000 passages (18 MB) takes 70 pieces and about a second in all (2 busy cores, 2026-11). */
const mergePages = 64;
/** A search reads for milliseconds; the log can only be emptied between two. */
const logAttempts = 40;
const logRetryMs = 50;

export const createEraser = ({ clock, log, store }: ClockDep & LogDep & StoreDep): Eraser => {
  const { database, dataDir } = store;
  // Freed pages and cells are overwritten with zeros when they are freed.
  database.pragma("secure_delete = ON");
  const merge = database.prepare("INSERT INTO chunk_words (chunk_words, rank) VALUES ('merge', ?)");
  const countChanges = database.prepare<[], number>("SELECT total_changes()").pluck();

  /** True when the log is empty. Never waits for a reader: the process has other things to do. */
  const tryEmptyLog = (): boolean => {
    database.pragma("busy_timeout = 0");
    try {
      const [row] = database.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
      return row?.busy === 0;
    } finally {
      database.pragma("busy_timeout = 5000");
    }
  };

  return {
    // A negative number of pages begins a merge of all there is; it is over when a step writes no more than its own row (FTS5's documentation).
    mergeWords: async (isStopped) => {
      for (let pages = -mergePages; !isStopped(); pages = mergePages) {
        const before = countChanges.get() ?? 0;
        store.transaction(() => merge.run(pages));
        if ((countChanges.get() ?? 0) - before < 2) return true;
        await setImmediate();
      }
      return false;
    },
    emptyLog: async (isStopped) => {
      for (let attempt = 1; !tryEmptyLog() && !isStopped(); attempt += 1) {
        if (attempt === logAttempts) return log.warn("the database's log could not be emptied; it is at the next forgetting or start");
        await clock.sleep(logRetryMs);
      }
    },
    removeOwnCopies: async (paths) => {
      for (const path of paths.filter((candidate) => isOwnCopy(dataDir, candidate))) {
        await rm(path, { force: true }).catch((cause: unknown) =>
          log.warn("an own copy could not be deleted", { path, cause: String(cause) }),
        );
        const tops = ownFolders(dataDir);
        for (let folder = dirname(path); isOwnCopy(dataDir, folder) && !tops.includes(folder); folder = dirname(folder))
          if (
            !(await rmdir(folder).then(
              () => true,
              () => false,
            ))
          )
            break;
      }
    },
  };
};
