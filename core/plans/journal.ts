import type { Effect } from "#core/tools/schema";
import type { StoreDep } from "#core/store";
import { createTogether } from "#core/workspace";
import type { Json } from "./json-pointer.ts";
import type { EffectRecord, StopReason } from "./report.ts";
import type { Mode, Plan, PlanId, Report, Run, RunId, StepRun } from "./schema.ts";

/** A late result waits at most this long for something else that is written. */
const longestDelayMs = 100;

/** A run as its journal has it, without steps. */
export interface RunRow {
  readonly id: RunId;
  readonly planId: PlanId;
  readonly planVersion: number;
  readonly title: string;
  readonly mode: Mode;
  readonly workspaceRoot: string;
  readonly hash: string | null;
  readonly approved: number;
  readonly undoes: RunId | null;
  readonly state: Run["state"];
  readonly phase: "forward" | "back" | "ended";
  readonly stopReason: StopReason | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly costMicroUsd: number;
  readonly interventions: number;
  readonly undoEndedAtMs: number | null;
}

/** What a list shows of a run besides its row. */
export interface RunFigures {
  readonly stepCount: number;
  readonly doneCount: number;
  readonly effectCount: number;
  readonly outcome: Report["outcome"];
  readonly summary: string;
}

export interface StepRow {
  readonly position: number;
  readonly step: string;
  readonly tool: string;
  readonly state: StepRun["state"];
  readonly attempts: number;
  readonly predicted: readonly Effect[];
  readonly output: Json | null;
  readonly error: StepRun["error"];
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export interface NewRun {
  readonly id: RunId;
  readonly plan: Pick<Plan, "id" | "version" | "title" | "workspaceRoot">;
  readonly mode: Mode;
  readonly hash: string | null;
  readonly approved: boolean;
  readonly undoes: RunId | null;
  readonly startedAtMs: number;
  readonly interventions: number;
  readonly steps: readonly { readonly step: string; readonly tool: string; readonly predicted: readonly Effect[] }[];
}

export interface RunFilter {
  /** Part of the title or the folder; "" for all. */
  readonly filter: string;
  readonly state: Run["state"] | null;
  /** Only runs of this plan; null for all. */
  readonly planId: string | null;
  readonly limit: number;
  readonly offset: number;
}

export interface BegunStep {
  readonly attempts: number;
  readonly key: string;
  /** Undefined as long as the tool has not answered. */
  readonly output: Json | undefined;
  readonly startedAtMs: number;
}

export interface NewEffect {
  readonly effect: Effect;
  readonly reverses?: string | undefined;
  /** The bytes it writes, when they are few enough to be kept here. */
  readonly content?: Uint8Array | undefined;
}

const runColumns = `id, plan_id AS planId, plan_version AS planVersion, title, mode, workspace_root AS workspaceRoot, hash, approved, undoes, state, phase,
  stop_reason AS stopReason, started_at_ms AS startedAtMs, ended_at_ms AS endedAtMs, cost_micro_usd AS costMicroUsd, interventions,
  (SELECT ended_at_ms FROM run_undo_ends WHERE run_id = runs.id) AS undoEndedAtMs`;

type RawStep = Omit<StepRow, "predicted" | "output" | "error"> & {
  readonly predicted: string;
  readonly output: string | null;
  readonly error: string | null;
};

/**
 * The write-ahead journal of runs. Every call that changes something is one transaction and is on disk when it returns: an intent before the thing
 * itself, its result after it. Only the end of a step may come a moment later, in the same transaction as what follows.
 */
export const createJournal = ({ store }: StoreDep) => {
  const { database } = store;
  /** Results that go to the disk with the next thing that does. */
  const late: (() => void)[] = [];
  const transaction = <T>(work: () => T): T =>
    store.transaction(() => {
      for (const write of late.splice(0)) write();
      return work();
    });
  const flush = (): void => {
    if (late.length > 0 && database.open) transaction(() => {});
  };
  const upToDate = <Statement>(statement: Statement): Statement => {
    flush();
    return statement;
  };
  const insertRun = database.prepare("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', 'forward', NULL, ?, NULL, 0, ?)");
  const insertStep = database.prepare(
    "INSERT INTO run_steps (run_id, position, step, tool, state, attempts, predicted) VALUES (?, ?, ?, ?, 'waiting', 0, ?)",
  );
  const insertEffect = database.prepare(
    "INSERT INTO run_effects (run_id, position, number, effect, state, reverses, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const nextNumber = database
    .prepare<[string, number], number>("SELECT coalesce(max(number), -1) + 1 FROM run_effects WHERE run_id = ? AND position = ?")
    .pluck();
  const beginStep = database.prepare(
    "UPDATE run_steps SET state = 'running', attempts = ?, key = ?, output = ?, started_at_ms = coalesce(started_at_ms, ?) WHERE run_id = ? AND position = ?",
  );
  const endStep = database.prepare(
    `UPDATE run_steps SET state = ?, attempts = ?, output = ?, error = ?, started_at_ms = coalesce(started_at_ms, ?), ended_at_ms = ? WHERE run_id = ? AND position = ?`,
  );
  const setStepState = database.prepare("UPDATE run_steps SET state = ? WHERE run_id = ? AND position = ?");
  const skipRest = database.prepare("UPDATE run_steps SET state = 'skipped' WHERE run_id = ? AND state = 'waiting'");
  const setEffect = database.prepare("UPDATE run_effects SET state = ?, why = ? WHERE run_id = ? AND position = ? AND number = ?");
  const dropIntents = database.prepare("UPDATE run_effects SET state = 'nothing' WHERE run_id = ? AND state = 'intent'");
  const reversesOf = database
    .prepare<[string, number, number], string | null>("SELECT reverses FROM run_effects WHERE run_id = ? AND position = ? AND number = ?")
    .pluck();
  const setRun = database.prepare("UPDATE runs SET state = ?, phase = ?, stop_reason = ?, ended_at_ms = ?, interventions = ? WHERE id = ?");
  const getRun = database.prepare<[string], RunRow>(`SELECT ${runColumns} FROM runs WHERE id = ?`);
  const openRuns = database.prepare<[], RunRow>(`SELECT ${runColumns} FROM runs WHERE state <> 'ended' ORDER BY started_at_ms, id`);
  const getLatest = database.prepare<[string], RunRow>(
    `SELECT ${runColumns} FROM runs WHERE plan_id = ? AND undoes IS NULL ORDER BY started_at_ms DESC, id DESC LIMIT 1`,
  );
  const getSteps = database.prepare<[string], RawStep>(
    `SELECT position, step, tool, state, attempts, predicted, output, error, started_at_ms AS startedAtMs, ended_at_ms AS endedAtMs
     FROM run_steps WHERE run_id = ? ORDER BY position`,
  );
  const getEffects = database.prepare<[string], Omit<EffectRecord, "effect"> & { readonly effect: string }>(
    "SELECT position, number, effect, state, why, reverses FROM run_effects WHERE run_id = ? ORDER BY position, number",
  );
  const getStepEffects = database.prepare<[string, number], Omit<EffectRecord, "effect"> & { readonly effect: string }>(
    "SELECT position, number, effect, state, why, reverses FROM run_effects WHERE run_id = ? AND position = ? ORDER BY number",
  );
  const getContent = database
    .prepare<[string, number, number], Uint8Array | null>(
      "SELECT content FROM run_effects WHERE run_id = ? AND position = ? AND number = ?",
    )
    .pluck();
  const getOutput = database
    .prepare<[string, number], string | null>("SELECT output FROM run_steps WHERE run_id = ? AND position = ?")
    .pluck();
  const usual = database
    .prepare<[string], number | null>(
      `SELECT avg(ended_at_ms - started_at_ms) FROM run_steps
       WHERE run_id IN (SELECT id FROM runs ORDER BY started_at_ms DESC LIMIT 10) AND tool = ? AND state = 'done'`,
    )
    .pluck();
  const search = database.prepare<[{ filter: string; state: string | null; planId: string | null; limit: number; offset: number }], RunRow>(
    `SELECT ${runColumns} FROM runs WHERE (instr(lower(title), lower(@filter)) > 0 OR instr(lower(workspace_root), lower(@filter)) > 0)
     AND (@state IS NULL OR state = @state) AND (@planId IS NULL OR plan_id = @planId)
     ORDER BY started_at_ms DESC, id DESC LIMIT @limit OFFSET @offset`,
  );

  const countSteps = database.prepare<[string], { stepCount: number; doneCount: number }>(
    "SELECT count(*) AS stepCount, count(*) FILTER (WHERE state = 'done') AS doneCount FROM run_steps WHERE run_id = ?",
  );
  const countEffects = database
    .prepare<[string], number>("SELECT count(*) FROM run_effects WHERE run_id = ? AND state NOT IN ('intent', 'nothing')")
    .pluck();
  const putFigures = database.prepare("INSERT OR REPLACE INTO run_figures VALUES (?, ?, ?, ?, ?, ?)");
  const getFigures = database.prepare<[string], RunFigures>(
    "SELECT step_count AS stepCount, done_count AS doneCount, effect_count AS effectCount, outcome, summary FROM run_figures WHERE run_id = ?",
  );
  const dropFigures = database.prepare("DELETE FROM run_figures WHERE run_id = ?");
  const endUndo = database.prepare("INSERT INTO run_undo_ends SELECT id, ? FROM runs WHERE id = ? ON CONFLICT DO NOTHING");
  const pruneContents = database.prepare(
    "UPDATE run_effects SET content = NULL WHERE content IS NOT NULL AND run_id IN (SELECT id FROM runs WHERE state = 'ended')",
  );

  const text = (value: unknown): string => JSON.stringify(value);

  const putEffects = (runId: string, position: number, effects: readonly NewEffect[], state: string): number => {
    let number = nextNumber.get(runId, position) ?? 0;
    const first = number;
    for (const { content, effect, reverses } of effects) {
      insertEffect.run(runId, position, number, text(effect), state, reverses ?? null, content ?? null);
      number += 1;
    }
    return first;
  };

  /** What an effect took back is back once it is taken back itself, and so on down the chain. */
  const settleReversed = (reverses: string | null | undefined, state: "undone" | "done"): void => {
    if (reverses === null || reverses === undefined) return;
    const [runId = "", position = "0", number = "0"] = reverses.split(" ");
    setEffect.run(state, "", runId, Number(position), Number(number));
    setStepState.run(state, runId, Number(position));
    dropFigures.run(runId);
    settleReversed(reversesOf.get(runId, Number(position), Number(number)), state === "undone" ? "done" : "undone");
  };

  const begin = (runId: string, position: number, step: BegunStep, effects: readonly NewEffect[], happened: readonly number[]): number => {
    beginStep.run(step.attempts, step.key, step.output === undefined ? null : text(step.output), step.startedAtMs, runId, position);
    for (const number of happened) setEffect.run("done", "", runId, position, number);
    return putEffects(runId, position, effects, "intent");
  };
  const together = createTogether<() => void>((writes) => transaction(() => writes.forEach((write) => write())));

  return {
    /** A run with its steps; for a run that undoes another also everything it will do, by step. */
    createWithIntents: (run: NewRun, intents: readonly (readonly NewEffect[])[]): void =>
      transaction(() => {
        const { hash, id, interventions, mode, plan, startedAtMs, undoes } = run;
        insertRun.run(
          id,
          plan.id,
          plan.version,
          plan.title,
          mode,
          plan.workspaceRoot,
          hash,
          run.approved ? 1 : 0,
          undoes,
          startedAtMs,
          interventions,
        );
        run.steps.forEach(({ predicted, step, tool }, position) => {
          insertStep.run(id, position, step, tool, text(predicted));
          putEffects(id, position, intents[position] ?? [], "intent");
        });
      }),
    /** Before anything happens: the step runs, and this is about to happen. Answers the number of the first effect. */
    begin: (runId: string, position: number, step: BegunStep, effects: readonly NewEffect[]): number =>
      transaction(() => begin(runId, position, step, effects, [])),
    /** The same, on disk when it resolves, together with what other steps begin at this moment. `happened`: numbers of outside effects that have happened by now. */
    beginTogether: (
      runId: string,
      position: number,
      step: BegunStep,
      effects: readonly NewEffect[],
      happened: readonly number[],
    ): Promise<void> => together.add(() => void begin(runId, position, step, effects, happened)),
    /** What became of one effect. */
    settle: (
      runId: string,
      position: number,
      number: number,
      state: Exclude<EffectRecord["state"], "intent">,
      why = "",
      reverses: string | null = null,
    ): void =>
      transaction(() => {
        setEffect.run(state, why, runId, position, number);
        if (state === "done") settleReversed(reverses, "undone");
        if (state === "undone") settleReversed(reversesOf.get(runId, position, number), "done");
      }),
    endStep: (
      runId: string,
      position: number,
      step: Pick<StepRow, "state" | "attempts" | "output" | "error" | "startedAtMs" | "endedAtMs">,
      effects: readonly {
        readonly number: number;
        readonly state: Exclude<EffectRecord["state"], "intent">;
        readonly reverses: string | null;
      }[] = [],
      /** May be lost in a crash, and is then found out again: only for a step whose last effect can be looked up in the folder. */
      mayBeLate = false,
    ): void => {
      const write = (): void => {
        for (const { number, reverses, state } of effects) {
          setEffect.run(state, "", runId, position, number);
          if (state === "done") settleReversed(reverses, "undone");
        }
        const { attempts, endedAtMs, error, output, startedAtMs, state } = step;
        endStep.run(
          state,
          attempts,
          output === null && state !== "done" ? null : text(output),
          error === null ? null : text(error),
          startedAtMs,
          endedAtMs,
          runId,
          position,
        );
      };
      if (!mayBeLate) return transaction(write);
      late.push(write);
      setTimeout(flush, longestDelayMs).unref();
    },
    /** Says of everything that was still to come that it did not happen. */
    dropIntents: (runId: string): void => transaction(() => void dropIntents.run(runId)),
    setStepState: (runId: string, position: number, state: StepRow["state"]): void =>
      transaction(() => void setStepState.run(state, runId, position)),
    setRun: (run: Pick<RunRow, "id" | "state" | "phase" | "stopReason" | "endedAtMs" | "interventions">): void =>
      transaction(() => {
        setRun.run(run.state, run.phase, run.stopReason, run.endedAtMs, run.interventions, run.id);
        if (run.state === "ended") skipRest.run(run.id);
      }),
    run: (runId: string): RunRow | null => getRun.get(runId) ?? null,
    /** The newest run of a plan that is no undo. */
    latestOf: (planId: string): RunRow | null => getLatest.get(planId) ?? null,
    openRuns: (): readonly RunRow[] => openRuns.all(),
    steps: (runId: string): readonly StepRow[] =>
      upToDate(getSteps)
        .all(runId)
        .map((row) => ({
          ...row,
          predicted: JSON.parse(row.predicted) as Effect[],
          output: row.output === null ? null : (JSON.parse(row.output) as Json),
          error: row.error === null ? null : (JSON.parse(row.error) as StepRun["error"]),
        })),
    effects: (runId: string): readonly EffectRecord[] =>
      upToDate(getEffects)
        .all(runId)
        .map((row) => ({ ...row, effect: JSON.parse(row.effect) as Effect })),
    effectsOf: (runId: string, position: number): readonly EffectRecord[] =>
      upToDate(getStepEffects)
        .all(runId, position)
        .map((row) => ({ ...row, effect: JSON.parse(row.effect) as Effect })),
    /** Undefined while it is not known. */
    outputOf: (runId: string, position: number): Json | undefined => {
      const output = upToDate(getOutput).get(runId, position);
      return output === null || output === undefined ? undefined : (JSON.parse(output) as Json);
    },
    /** The bytes kept beside an effect; null when they are kept elsewhere or nowhere. */
    contentOf: (runId: string, position: number, number: number): Uint8Array | null => getContent.get(runId, position, number) ?? null,
    /** Of a run that has not ended. */
    counts: (runId: string): Pick<RunFigures, "stepCount" | "doneCount" | "effectCount"> => ({
      ...(upToDate(countSteps).get(runId) ?? { stepCount: 0, doneCount: 0 }),
      effectCount: countEffects.get(runId) ?? 0,
    }),
    /** Of a run that has ended; null when they have to be counted again. */
    figures: (runId: string): RunFigures | null => getFigures.get(runId) ?? null,
    saveFigures: (runId: string, { doneCount, effectCount, outcome, stepCount, summary }: RunFigures): void =>
      transaction(() => void putFigures.run(runId, stepCount, doneCount, effectCount, outcome, summary)),
    /** From now on not everything these runs replaced is kept. Unknown runs are passed over. */
    endUndo: (runIds: readonly string[], nowMs: number): void => transaction(() => runIds.forEach((runId) => endUndo.run(nowMs, runId))),
    /** Forgets the bytes that ended runs wrote: only going on with a run needs them. Answers of how many effects. */
    pruneContents: (): number => transaction(() => pruneContents.run().changes),
    usualMs: (tool: string): number | null => usual.get(tool) ?? null,
    /** Newest first. */
    search: (wanted: RunFilter): readonly RunRow[] => search.all({ ...wanted }),
  };
};

export type Journal = ReturnType<typeof createJournal>;
