import { abortedBy } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { globMatcher, type Tool } from "#core/tools";
import type { Effect, ToolError } from "#core/tools/schema";
import type { FolderFiles } from "#core/workspace";
import { canonicalJson } from "./canonical.ts";
import { firstBroken } from "./conditions.ts";
import { effectsHash, pathsOf } from "./describe.ts";
import type { Journal } from "./journal.ts";
import type { Json } from "./json-pointer.ts";
import { stateUnpaused, type LiveRun } from "./live-run.ts";
import type { PlansDeps } from "./ports.ts";
import { resolveReferences } from "./references.ts";
import { leavesNothing, mayHaveHappened } from "./report.ts";
import type { Prediction, Step, StepRun } from "./schema.ts";
import type { StepExpectation } from "./simulate.ts";
import { withTimeLimit } from "./time-limit.ts";
import { nothingOutside, tryStep, type StepTrial } from "./try-step.ts";

export type StepError = NonNullable<StepRun["error"]>;

/** One step of one run, with all that is known about it. */
export interface StepContext {
  readonly run: LiveRun;
  readonly position: number;
  readonly step: Step;
  readonly tool: Tool;
  readonly prediction: Prediction;
  readonly expectation: StepExpectation;
  readonly world: FolderFiles;
  readonly outputs: ReadonlyMap<string, Json>;
  /** Hosts that a person approved with the plan; empty when nobody did. */
  readonly approvedHosts: readonly string[];
  readonly journal: Journal;
  readonly deps: PlansDeps;
}

export interface PreparedStep {
  readonly trial: StepTrial;
  /** Outside effects of this attempt that are in the journal, by number. */
  readonly outside: readonly { readonly number: number; readonly effect: Effect }[];
}

/** A failure with what may have happened outside before it. */
export interface PreparationFailed {
  readonly error: StepError;
  readonly mayRepeat: boolean;
}

const isOutside = (effect: Effect): boolean => effect.type !== "file";
const fails = (error: StepError, mayRepeat = false): { readonly ok: false; readonly error: PreparationFailed } => err({ error, mayRepeat });

/** Failures that another try may not meet. */
const passing = new Set<StepError["type"]>(["RequestFailed", "CommandFailed", "DiskFailed", "ToolTooSlow"]);

/** Compares what the step would do now with what was foreseen; null when it is the same. */
const deviationOf = ({ expectation, prediction, step }: StepContext, trial: StepTrial): StepError | null => {
  if (prediction.unpredictable.length === 0) {
    for (const [path, expected] of Object.entries(expectation.looked))
      if (canonicalJson(trial.looked[path]) !== canonicalJson(expected))
        return {
          type: "Deviated",
          path,
          reason: `expected ${canonicalJson(expected)}, found ${canonicalJson(trial.looked[path] ?? null)}`,
        };
    if (effectsHash(trial.effects) === prediction.effectsHash) return null;
    const path = trial.operations[0] === undefined ? "" : (pathsOf(trial.operations[0])[0] ?? "");
    return { type: "Deviated", path, reason: "the step would now do something else than was foreseen" };
  }
  const foreseen = new Set(prediction.effects.flatMap((effect) => (effect.type === "file" ? pathsOf(effect.operation) : [])));
  const named = step.mayChange.map(globMatcher);
  const mayTouch = (path: string): boolean => foreseen.has(path) || named.some((matches) => matches(path));
  const places = trial.operations.flatMap(pathsOf);
  // Folders on the way to a place that may be changed come with it.
  const leadsThere = (path: string): boolean => places.some((place) => place.startsWith(`${path}/`) && mayTouch(place));
  for (const operation of trial.operations)
    for (const path of pathsOf(operation))
      if (!mayTouch(path) && !(operation.type === "make-folder" && leadsThere(path)))
        return { type: "Deviated", path, reason: "the step would change a place that the plan does not name" };
  return null;
};

const refusals = { rejected: "The person said no.", expired: "Nobody answered within a day." } as const;

/** Passes the gateway, asking the person where it says so. While somebody is asked the run shows that it waits. */
const pass = async (context: StepContext, input: Json, trial: StepTrial, retry: boolean): Promise<Result<void, StepError>> => {
  const { deps, prediction, run, step } = context;
  const { signal } = run.controller;
  // Approved to do nothing, and nothing is what it does.
  if (run.row.approved === 1 && trial.effects.length === 0 && prediction.effects.length === 0 && trial.unpredictable.length === 0)
    return ok(undefined);
  // What a step may change by the plan's own words was approved with the plan.
  const covered = trial.effects.filter((effect) => effect.type === "file");
  for (;;) {
    const decided = deps.gateway.check({
      runId: run.row.id,
      step: step.name,
      tool: step.tool,
      input,
      mode: run.row.mode,
      risk: step.risk,
      workspaceRoot: run.row.workspaceRoot,
      effects: trial.effects,
      unpredictable: trial.unpredictable,
      approved: run.row.approved === 1 ? [...prediction.effects, ...covered] : null,
      retry,
    });
    if (!decided.ok) return decided;
    if (decided.value.decision === "allowed") return ok(undefined);
    run.openQuestions += 1;
    // Asking while it is paused, or being asked by several steps at once, changes nothing about either.
    if (run.row.state === "running") run.changeRun({ state: "waiting-for-approval" });
    const answer = await deps.gateway.answer(decided.value.request.id, signal);
    run.openQuestions -= 1;
    if (!answer.ok) return answer;
    const state = run.row.state === "waiting-for-approval" ? stateUnpaused(run) : run.row.state;
    run.changeRun({ state, interventions: run.row.interventions + 1 });
    if (answer.value !== "approved") return err({ type: "CallRefused", tool: step.tool, why: "rejected", reason: refusals[answer.value] });
  }
};

/** What became of outside effects whose tool failed: certainly nothing, certainly done, or nobody can tell. */
const afterFailure = (effect: Effect, error: ToolError): "done" | "nothing" | "unknown" => {
  if (error.type === "AddressRefused" || error.type === "SandboxUnavailable") return "nothing";
  return leavesNothing(effect) ? "done" : "unknown";
};

/** Runs the tool for real, on an overlay. Right before anything outside happens it must have been foreseen by the rehearsal, and its intent is put on disk. */
const runForReal = async (
  context: StepContext,
  input: Json,
  attempt: number,
  rehearsed: readonly Effect[],
): Promise<Result<PreparedStep, PreparationFailed>> => {
  const { deps, journal, position, run, step, tool, world } = context;
  const outside: { readonly number: number; readonly effect: Effect }[] = [];
  const allowed = rehearsed.filter(isOutside).map(canonicalJson);
  let surprise: StepError | null = null;
  const tried = await withTimeLimit(deps, { tool: step.tool, limitMs: step.timeoutMs, signal: run.controller.signal }, (signal) =>
    tryStep(
      step,
      tool,
      input,
      world,
      {
        ...deps.hostRules(),
        simulate: false,
        approvedHosts: [...context.approvedHosts, ...rehearsed.flatMap((effect) => (effect.type === "http" ? [effect.host] : []))],
        beforeOutside: async (effect) => {
          const at = allowed.indexOf(canonicalJson(effect));
          if (at === -1) {
            surprise = { type: "Deviated", path: "", reason: "the step would do something outside that was not foreseen" };
            return err({ type: "EffectRefused", reason: "it was not foreseen" });
          }
          allowed.splice(at, 1);
          const begun = {
            attempts: attempt,
            key: `${run.row.id} ${step.name} ${effectsHash([effect])}`,
            output: undefined,
            startedAtMs: deps.clock.nowMs(),
          };
          await deps.onJournalPoint?.("before outside intent");
          outside.push({ number: journal.begin(run.row.id, position, begun, [{ effect }]), effect });
          await deps.onJournalPoint?.("after outside intent");
          return ok(undefined);
        },
      },
      signal,
    ),
  );
  await deps.onJournalPoint?.("after the tool");
  if (tried.ok) return ok({ trial: tried.value, outside });
  const error: StepError = surprise ?? tried.error;
  let unknown = false;
  for (const { effect, number } of outside) {
    const state = afterFailure(effect, tried.error);
    unknown ||= state === "unknown";
    journal.settle(run.row.id, position, number, state, state === "unknown" ? mayHaveHappened(effect, tried.error) : "");
    if (state !== "nothing") run.addActual(position, effect);
  }
  return fails(error, !unknown && passing.has(error.type));
};

/**
 * Everything of a step up to the moment its file changes are ready to be applied: references, conditions, the comparison with what was foreseen, the
 * gateway, the tool itself. Nothing in the folder has changed; outside effects have happened and are in the journal as intents.
 */
export const prepareStep = async (context: StepContext, attempt: number): Promise<Result<PreparedStep, PreparationFailed>> => {
  const { deps, outputs, prediction, run, step, tool, world } = context;
  const { signal } = run.controller;
  if (signal.aborted) return fails(abortedBy(signal));
  const resolved = resolveReferences(step.input, outputs);
  if (!resolved.ok) return fails({ type: "ReferenceBroken", reason: resolved.error });
  const broken = await firstBroken(step.preconditions, world, null);
  if (!broken.ok) return fails(broken.error, passing.has(broken.error.type));
  if (broken.value !== null) return fails({ type: "ConditionFailed", condition: broken.value });

  const needsRehearsal = prediction.unpredictable.length > 0 || prediction.effects.some(isOutside);
  let prepared: PreparedStep | null = null;
  let rehearsal: StepTrial;
  if (needsRehearsal) {
    const rehearsed = await withTimeLimit(deps, { tool: step.tool, limitMs: step.timeoutMs, signal }, (limited) =>
      tryStep(
        step,
        tool,
        resolved.value,
        world,
        {
          ...deps.hostRules(),
          simulate: true,
          approvedHosts: [],
          beforeOutside: nothingOutside,
        },
        limited,
      ),
    );
    if (!rehearsed.ok) return fails(rehearsed.error, passing.has(rehearsed.error.type));
    rehearsal = rehearsed.value;
  } else {
    const ran = await runForReal(context, resolved.value, attempt, []);
    if (!ran.ok) return ran;
    prepared = ran.value;
    rehearsal = ran.value.trial;
  }
  const deviation = deviationOf(context, rehearsal);
  if (deviation !== null) return fails(deviation);
  const passed = await pass(context, resolved.value, rehearsal, attempt > 1);
  if (!passed.ok) return fails(passed.error);
  if (prepared === null) {
    const ran = await runForReal(context, resolved.value, attempt, rehearsal.effects);
    if (!ran.ok) return ran;
    prepared = ran.value;
    const late = deviationOf(context, prepared.trial);
    if (late !== null) {
      for (const { effect, number } of prepared.outside) {
        context.journal.settle(run.row.id, context.position, number, "done");
        run.addActual(context.position, effect);
      }
      return fails(late);
    }
  }
  deps.gateway.noteOutcome(run.row.id, { tool: step.tool, untrusted: prepared.trial.untrusted, from: sourceOf(prepared.trial, step) });
  const unkept = await firstBroken(step.postconditions, prepared.trial.after, prepared.trial.output);
  const missing: StepError | null = !unkept.ok
    ? unkept.error
    : unkept.value === null
      ? null
      : { type: "ConditionFailed", condition: unkept.value };
  if (missing === null) return ok(prepared);
  for (const { effect, number } of prepared.outside) {
    context.journal.settle(run.row.id, context.position, number, "done");
    run.addActual(context.position, effect);
  }
  return fails(missing);
};

/** Where text came from, for the person who is asked later. */
const sourceOf = (trial: StepTrial, step: Step): string => {
  const address = trial.effects.find((effect) => effect.type === "http");
  if (address !== undefined) return address.url;
  const paths = [...trial.touched.read];
  return paths.length === 0 ? step.tool : paths.slice(0, 3).join(", ");
};
