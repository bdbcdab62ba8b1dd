import { invertOperation } from "#core/workspace";
import { applyOperation } from "./apply-effects.ts";
import type { StepContext } from "./prepare-step.ts";
import { leavesNothing, type EffectRecord } from "./report.ts";

/** Why an effect outside the folder stays. */
const lasting: Readonly<Record<Exclude<EffectRecord["effect"]["type"], "file">, string>> = {
  http: "a request that was sent cannot be taken back",
  command: "what a command did over the network cannot be taken back",
  memory: "what was remembered stays in the library; remove it there",
  notification: "a notification that was shown cannot be taken back",
};

/**
 * Takes back what the steps for which `concerns` holds did, the latest first, each recorded before and after. What cannot be taken back is recorded with
 * its reason and the rest goes on. May be called again after a crash.
 */
export const takeBack = async (
  { deps, journal, run, world }: Pick<StepContext, "deps" | "journal" | "run" | "world">,
  concerns: (position: number) => boolean,
): Promise<void> => {
  const runId = run.row.id;
  const records = journal.effects(runId).filter(({ position, state }) => concerns(position) && (state === "done" || state === "undoing"));
  const left = Map.groupBy(records, ({ position }) => position);
  for (const { effect, number, position, state } of records.toReversed()) {
    if (effect.type !== "file") {
      if (!leavesNothing(effect)) journal.settle(runId, position, number, "stuck", lasting[effect.type]);
    } else {
      await deps.onJournalPoint?.("before a way back");
      if (state === "done") journal.settle(runId, position, number, "undoing");
      await deps.onJournalPoint?.("before taking back");
      const reverted = await applyOperation(deps, runId, world, invertOperation(effect.operation), deps.contents.get);
      await deps.onJournalPoint?.("after taking back");
      if (reverted.ok) journal.settle(runId, position, number, "undone");
      else {
        const why = reverted.error.type === "EntryChanged" ? "somebody changed it since" : `it failed: ${reverted.error.type}`;
        journal.settle(runId, position, number, "stuck", why);
      }
      await deps.onJournalPoint?.("after a way back");
    }
    const rest = left.get(position)?.filter((record) => record.number !== number) ?? [];
    left.set(position, rest);
    if (rest.length === 0 && run.steps[position]?.state === "done") {
      journal.setStepState(runId, position, "undone");
      run.changeStep(position, { state: "undone" });
    }
  }
};
