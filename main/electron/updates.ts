import type { Log } from "#core/base";
import type { Result } from "#core/base/schema";
import type { UpdateState } from "#core/contract";
import type { KeptVersions } from "./kept-version.ts";
import { readUpdateRecord, writeUpdateRecord } from "./update-state.ts";

/** Where newer versions come from. Never rejects; reasons are words. */
export interface UpdateSource {
  /** The newest version that is newer than this one, or null. */
  readonly check: () => Promise<Result<string | null, string>>;
  /** Downloads what `check` found and verifies it. Answers the files. `onShare`: 0…1. */
  readonly download: (onShare: (share: number) => void) => Promise<Result<readonly string[], string>>;
  /** Ends the program; the new version starts in its place. */
  readonly install: () => void;
}

export interface Updates {
  readonly state: () => UpdateState;
  /** Looks for a newer version; what was found or is being fetched is left alone. */
  readonly check: () => Promise<void>;
  readonly download: () => Promise<void>;
  /** Answers false when there is nothing to install. */
  readonly install: () => boolean;
}

export interface UpdatesOptions {
  readonly source: UpdateSource | null;
  readonly kept: KeptVersions;
  readonly recordPath: string;
  readonly version: string;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly onChange: (state: UpdateState) => void;
}

/** New versions, one step at a time, each after the person's word: found, downloaded, installed. A version that failed here before is not found again. */
export const createUpdates = ({ kept, log, nowMs, onChange, recordPath, source, version }: UpdatesOptions): Updates => {
  let state: UpdateState = source === null ? { type: "unsupported" } : { type: "quiet", checkedAtMs: null };
  const become = (next: UpdateState) => {
    state = next;
    onChange(next);
  };
  const fail = (reason: string) => {
    log.warn("update failed", { reason });
    become({ type: "failed", reason });
  };

  return {
    state: () => state,
    check: async () => {
      if (source === null || !["quiet", "failed"].includes(state.type)) return;
      become({ type: "checking" });
      const found = await source.check();
      if (!found.ok) return fail(found.error);
      const isOffered = found.value !== null && !readUpdateRecord(recordPath).bad.includes(found.value);
      become(isOffered && found.value !== null ? { type: "available", version: found.value } : { type: "quiet", checkedAtMs: nowMs() });
    },
    download: async () => {
      if (source === null || state.type !== "available") return;
      const { version: wanted } = state;
      become({ type: "downloading", version: wanted, share: 0 });
      const files = await source.download((share) =>
        become({ type: "downloading", version: wanted, share: Math.max(0, Math.min(1, share)) }),
      );
      if (!files.ok) return fail(files.error);
      try {
        kept.keepInstaller(wanted, files.value);
      } catch (cause) {
        return fail(String(cause));
      }
      become({ type: "ready", version: wanted });
    },
    install: () => {
      if (source === null || state.type !== "ready") return false;
      try {
        kept.keepCurrent(version);
        const record = readUpdateRecord(recordPath);
        writeUpdateRecord(recordPath, { ...record, trial: { version: state.version, from: version, starts: 0 } });
      } catch (cause) {
        // Without a way back nothing is replaced.
        fail(String(cause));
        return false;
      }
      source.install();
      return true;
    },
  };
};
