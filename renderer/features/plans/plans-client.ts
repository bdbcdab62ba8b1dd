import { err, ok } from "#core/base/schema";
import type { PlanDraft, PlanId, RunEvent, RunId } from "#core/plans/schema";
import { attempt, consume, type Client } from "../../bridge/index.ts";

/** Plans that never ran are looked for among this many of the newest. */
const mostPlans = 100;
/** Runs the timeline knows. */
const mostRuns = 1000;

/** What to do about places that somebody changed since. */
export interface UndoChoices {
  readonly force: string[];
  readonly skip: string[];
}

/** What this feature asks of the host. Every call answers with a value or a reason; none throws. */
export const createPlansClient = ({ plans, runs }: Client) => ({
  /** The folder is named for this plan alone: nothing else may work in it because of that. */
  create: (draft: PlanDraft, workspaceRoot: string) => attempt(plans.create({ draft, workspaceRoot, ownGrant: true })),
  /** A new version; approvals of the ones before no longer hold. */
  edit: (planId: PlanId, draft: PlanDraft) => attempt(plans.edit({ planId, draft })),
  plan: (planId: PlanId, version?: number) => attempt(plans.get({ planId, ...(version === undefined ? {} : { version }) })),
  plans: () => attempt(plans.list({ limit: mostPlans })),
  /** The newest plan of a conversation; null when it has none. */
  planOf: async (conversationId: string) => {
    const found = await attempt(plans.list({ conversationId, limit: 1 }));
    return found.ok ? ok(found.value[0] ?? null) : found;
  },
  /** Says no to the plan as it is now; approving or editing it takes that back. */
  reject: (planId: PlanId) => attempt(plans.reject({ planId })),
  simulate: (planId: PlanId, signal: AbortSignal) => attempt(plans.simulate({ planId }, { signal }), signal),
  /** Says yes to exactly what the dry run of this hash foresaw, and starts it. */
  approveAndRun: async (planId: PlanId, hash: string) => {
    const approved = await attempt(plans.approve({ planId, hash }));
    if (!approved.ok) return err(approved.error);
    const started = await attempt(plans.run({ planId, hash }));
    return started.ok ? ok(started.value.runId) : err(started.error);
  },
  /** For Autopilot: starts it without an approval; what policy does not allow is asked when it comes to it. */
  runUnapproved: async (planId: PlanId) => {
    const started = await attempt(plans.run({ planId }));
    return started.ok ? ok(started.value.runId) : err(started.error);
  },
  run: (runId: RunId) => attempt(runs.get({ runId })),
  /** The run's story from now on, after its present state; resolves when it was told to its end or the line broke. */
  followRun: (runId: RunId, onEvent: (event: RunEvent) => void, signal: AbortSignal) =>
    consume(runs.follow({ runId }, { signal }), onEvent, signal),
  pause: (runId: RunId) => attempt(runs.pause({ runId })),
  resume: (runId: RunId) => attempt(runs.resume({ runId })),
  cancel: (runId: RunId) => attempt(runs.cancel({ runId })),
  undoPreview: (runId: RunId, choices: UndoChoices, signal: AbortSignal) =>
    attempt(runs.undoPreview({ runId, ...choices }, { signal }), signal),
  undo: async (runId: RunId, choices: UndoChoices) => {
    const started = await attempt(runs.undo({ runId, ...choices }));
    return started.ok ? ok(started.value.runId) : err(started.error);
  },
  runs: (planId: PlanId | null) => attempt(runs.list({ limit: mostRuns, planId })),
  /** Runs under way, then every run again whenever it has changed. */
  watchRuns: (signal: AbortSignal) => runs.watch(undefined, { signal }),
  exportRun: (runId: RunId) => attempt(runs.export({ runId })),
  exportPlan: (planId: PlanId) => attempt(plans.export({ planId })),
});

export type PlansClient = ReturnType<typeof createPlansClient>;
