import { err, ok, type Result } from "#core/base/schema";
import { hashOf } from "./canonical.ts";
import { applyOperation, type ContentOf } from "./apply-effects.ts";
import { effectsHash } from "./describe.ts";
import type { NewEffect } from "./journal.ts";
import type { Json } from "./json-pointer.ts";
import { prepareStep, type PreparedStep, type StepContext, type StepError } from "./prepare-step.ts";
import { leavesNothing } from "./report.ts";

/** Waits of at most this between two tries, however often it failed. */
const longestWaitMs = 5 * 60_000;

/** Tries until the step is ready to be applied, waiting longer each time, with chance so that many do not come back at once. */
const prepareWithRetries = async (context: StepContext): Promise<Result<PreparedStep & { readonly attempt: number }, StepError>> => {
  const { deps, position, run, step } = context;
  for (let attempt = (run.steps[position]?.attempts ?? 0) + 1; ; attempt += 1) {
    run.changeStep(position, { state: "running", attempts: attempt, startedAtMs: run.steps[position]?.startedAtMs ?? deps.clock.nowMs() });
    const prepared = await prepareStep(context, attempt);
    if (prepared.ok) return ok({ ...prepared.value, attempt });
    if (!prepared.error.mayRepeat || attempt > step.retries.attempts) return err(prepared.error.error);
    const waitMs = Math.min(longestWaitMs, step.retries.delayMs * 2 ** (attempt - 1));
    await deps.clock.sleep(waitMs * (0.5 + deps.random() / 2), run.controller.signal);
  }
};

/** Contents up to this lie in the journal beside their intent: one write instead of three. SQLite is faster than files below about 100 kB. */
const inlineLimitBytes = 64 * 1024;

/** File effects as intents; contents too large for the journal are put where a later process finds them first. */
const intentsOf = async ({ deps, run }: StepContext, { trial }: PreparedStep): Promise<Result<readonly NewEffect[], StepError>> => {
  const intents: NewEffect[] = [];
  for (const effect of trial.effects) {
    if (effect.type !== "file") continue;
    const { operation } = effect;
    let content: Uint8Array | undefined;
    if (operation.type === "write-file" && operation.after.kind === "file") {
      content = trial.contents(operation.after.sha256);
      if (content === undefined) throw new Error(`no bytes for ${operation.path}`);
      if (content.length > inlineLimitBytes) {
        const kept = await deps.contents.put(run.row.id, operation.after.sha256, content);
        if (!kept.ok) return kept;
        content = undefined;
      }
    }
    intents.push({ effect, content });
  }
  return ok(intents);
};

/**
 * Applies the intents of a step that are in the journal, in order, and records each before the next. Used when a step runs, when a process that died is
 * followed by another, and by undo. On error the failing effect is settled as having done nothing.
 */
export const applyIntents = async (
  context: Pick<StepContext, "deps" | "journal" | "position" | "run" | "world">,
  contentOf: ContentOf,
  output: Json | null,
): Promise<Result<void, StepError>> => {
  const { deps, journal, position, run, world } = context;
  const runId = run.row.id;
  const intents = journal.effectsOf(runId, position).filter(({ state }) => state === "intent");
  const end = () => {
    const step = run.steps[position];
    const endedAtMs = deps.clock.nowMs();
    return {
      state: "done",
      attempts: step?.attempts ?? 1,
      output,
      error: null,
      startedAtMs: step?.startedAtMs ?? endedAtMs,
      endedAtMs,
    } as const;
  };
  for (const [index, { effect, number, reverses }] of intents.entries()) {
    if (effect.type !== "file") throw new Error("only file effects are applied");
    await deps.onJournalPoint?.("before an operation");
    const applied = await applyOperation(
      deps,
      runId,
      world,
      effect.operation,
      async (sha256) => journal.contentOf(runId, position, number) ?? (await contentOf(sha256)),
    );
    await deps.onJournalPoint?.("after an operation");
    if (!applied.ok) {
      intents.slice(index).forEach((rest) => journal.settle(runId, position, rest.number, "nothing", applied.error.type));
      return applied;
    }
    if (index === intents.length - 1) journal.endStep(runId, position, end(), [{ number, state: "done", reverses }], true);
    else journal.settle(runId, position, number, "done", "", reverses);
    run.addActual(position, effect);
    await deps.onJournalPoint?.("after a result");
  }
  const ended = end();
  if (intents.length === 0) journal.endStep(runId, position, ended, [], true);
  run.changeStep(position, ended);
  return ok(undefined);
};

/** One step from the first look to its last effect on disk. Errors: why it failed; its own partial effects are the caller's to take back. */
export const runStep = async (context: StepContext): Promise<Result<Json, StepError>> => {
  const { deps, journal, position, run, step } = context;
  const prepared = await prepareWithRetries(context);
  if (!prepared.ok) return prepared;
  const { attempt, outside, trial } = prepared.value;
  const intents = await intentsOf(context, prepared.value);
  if (!intents.ok) {
    for (const { number } of outside) journal.settle(run.row.id, position, number, "done");
    return intents;
  }
  const startedAtMs = run.steps[position]?.startedAtMs ?? deps.clock.nowMs();
  if (intents.value.length > 0 || outside.length > 0) {
    const key = hashOf([run.row.id, step.name, effectsHash(trial.effects)]);
    await deps.onJournalPoint?.("before an intent");
    await journal.beginTogether(
      run.row.id,
      position,
      { attempts: attempt, key, output: trial.output, startedAtMs },
      intents.value,
      outside.map(({ number }) => number),
    );
    await deps.onJournalPoint?.("after an intent");
  }
  outside.forEach(({ effect }) => run.addActual(position, effect));
  const applied = await applyIntents(context, deps.contents.get, trial.output);
  return applied.ok ? ok(trial.output) : applied;
};

/**
 * Goes on with a step whose process died. File changes that were decided are finished; something outside that may or may not have happened is never
 * repeated, unless repeating it changes nothing. Answers undefined when the step is to be run again from its beginning.
 */
export const continueStep = async (context: StepContext): Promise<Result<Json | undefined, StepError>> => {
  const { deps, journal, position, run } = context;
  const runId = run.row.id;
  const records = journal.effectsOf(runId, position);
  const open = records.filter(({ effect, state }) => state === "intent" && effect.type !== "file");
  for (const { effect, number } of open) {
    if (leavesNothing(effect)) journal.settle(runId, position, number, "done");
    else {
      journal.settle(runId, position, number, "unknown", "the machine stopped between the intent and the result; it may have happened");
      return err({ type: "MayHaveHappened", effect });
    }
  }
  const output = journal.outputOf(runId, position);
  if (output === undefined || open.length > 0) return ok(undefined);
  const applied = await applyIntents(context, deps.contents.get, output);
  return applied.ok ? ok(output) : applied;
};
