import { powerMonitor } from "electron";
import type { Log } from "#core/base";
import type { Core } from "./open-core.ts";

type Runs = Pick<Core["client"]["runs"], "list" | "pause" | "resume">;

interface PowerOptions {
  readonly runs: Runs;
  readonly log: Log;
  readonly onLock: () => void;
  readonly onUnlock: () => void;
  /** The system ends; nobody is asked anything. */
  readonly onShutdown: () => void;
}

/**
 * Before the machine sleeps, running plans are told to begin no further step, so that none of them wakes up in the middle of a request that died
 * meanwhile; after it woke, those go on, and only those. What the person paused stays paused. A machine that never wakes leaves them paused, to be resumed by hand.
 */
export const followPower = ({ log, onLock, onShutdown, onUnlock, runs }: PowerOptions): void => {
  type RunId = Awaited<ReturnType<Runs["list"]>>[number]["id"];
  let paused: readonly RunId[] = [];
  // One after the other, in the order the system said them: waking up can come before everything is paused.
  let turn: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>) => {
    turn = turn.then(work).catch((cause: unknown) => log.warn("power event not followed", { reason: String(cause) }));
  };

  powerMonitor.on("suspend", () =>
    next(async () => {
      const running = await runs.list({ state: "running" });
      for (const { id: runId } of running) {
        await runs.pause({ runId });
        paused = [...paused, runId];
      }
      log.info("suspended", { paused: paused.length });
    }),
  );
  powerMonitor.on("resume", () =>
    next(async () => {
      const ours = paused;
      paused = [];
      const still = new Set((await runs.list({ state: "paused" })).map(({ id }) => id));
      for (const runId of ours.filter((id) => still.has(id))) await runs.resume({ runId });
      log.info("woke up", { resumed: ours.length });
    }),
  );
  powerMonitor.on("lock-screen", onLock);
  powerMonitor.on("unlock-screen", onUnlock);
  powerMonitor.on("shutdown", onShutdown);
};
