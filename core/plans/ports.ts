import type { ClockDep, IdsDep, LogDep } from "#core/base";
import type { GatewayDep } from "#core/permission";
import type { StoreDep } from "#core/store";
import type { HostRules, ToolsDep } from "#core/tools";
import type { FolderFiles, Outcome } from "#core/workspace";

/** Contents kept for undo and for going on after a crash. */
export interface RunContents {
  /** On disk when it answers; kept at least as long as the run can be undone. */
  readonly put: (runId: string, sha256: string, content: Uint8Array | AsyncIterable<Uint8Array>) => Outcome<void>;
  readonly has: (sha256: string) => boolean;
  /** Null when the content was never kept, or has been cleaned up since. */
  readonly get: (sha256: string) => Promise<Uint8Array | null>;
}

export interface RunContentsDep {
  readonly contents: RunContents;
}

export interface PlansDeps extends ClockDep, GatewayDep, IdsDep, LogDep, RunContentsDep, StoreDep, ToolsDep {
  /** The real folder; closed by whoever opened it. */
  readonly openFolder: (root: string, access: "read" | "write") => Outcome<FolderFiles>;
  /** Whether the person has granted this folder, for any plan. */
  readonly isGranted: (root: string) => boolean;
  readonly hostRules: () => HostRules;
  /** From 0 up to 1; spreads the waits between retries. */
  readonly random: () => number;
  /** Called and awaited between any two things a run does to the disk, so that a test can stop the machine there. */
  readonly onJournalPoint?: ((point: string) => Promise<void> | void) | undefined;
  /** Steps of one run under way at the same time. */
  readonly parallelSteps?: number | undefined;
}
