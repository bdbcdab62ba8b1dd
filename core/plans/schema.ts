import { z } from "zod";
import { defectSchema, idSchema, type Aborted } from "#core/base/schema";
import { effectSchema, riskSchema, toolErrorSchema, toolNameSchema } from "#core/tools/schema";
import { fingerprintSchema, workspaceErrorSchema } from "#core/workspace/schema";

export const planIdSchema = idSchema("plan");
export type PlanId = z.infer<typeof planIdSchema>;
export const runIdSchema = idSchema("run");
export type RunId = z.infer<typeof runIdSchema>;
/** A step's name inside its plan. */
export const stepNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);

/** Observe changes nothing; Draft asks for approval of the whole predicted effect; Autopilot runs what policy allows and asks for the rest. */
export const modeSchema = z.enum(["observe", "draft", "autopilot"]);
export type Mode = z.infer<typeof modeSchema>;

const pointer = z.string().regex(/^(\/.*)?$/);
const path = z.string().min(1).max(1024);

/** The fixed vocabulary of what a step may demand before and promise after. Paths are relative to the workspace. */
export const conditionSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("file-exists"), path }),
  z.object({ type: z.literal("folder-exists"), path }),
  z.object({ type: z.literal("absent"), path }),
  z.object({ type: z.literal("hash-is"), path, sha256: z.string() }),
  z.object({ type: z.literal("text-contains"), path, text: z.string() }),
  z.object({ type: z.literal("json-is"), path, pointer, value: z.json() }),
  /** About the step's own output; only after it. */
  z.object({ type: z.literal("output-is"), pointer, value: z.json() }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/**
 * One step. Inside `input`, `{"$from": "step", "pointer": "/text"}` stands for a part of an earlier step's output, and
 * `{"$text": ["Total: ", {"$from": …}]}` for pieces joined to one text. A reference makes the other step run first; `after` does so without one.
 */
export const stepSchema = z.object({
  name: stepNameSchema,
  tool: toolNameSchema,
  why: z.string().max(400).default(""),
  input: z.record(z.string(), z.json()),
  after: z.array(stepNameSchema).default([]),
  preconditions: z.array(conditionSchema).max(20).default([]),
  postconditions: z.array(conditionSchema).max(20).default([]),
  /** `undo`: its file effects are taken back when a later step fails; `keep`: they stay. */
  rollback: z.enum(["undo", "keep"]).default("undo"),
  retries: z
    .object({ attempts: z.number().int().min(0).max(5), delayMs: z.number().int().min(0).max(60_000) })
    .default({ attempts: 0, delayMs: 1000 }),
  timeoutMs: z.number().int().min(100).max(3_600_000).default(60_000),
  /** At least the tool's own; a plan may only raise it. */
  risk: riskSchema.default("low"),
  /** For tools whose effects cannot be predicted: the paths (globs) it may change. Anything else it changed is thrown away and the step fails. */
  mayChange: z.array(path).max(50).default([]),
});
export type Step = z.infer<typeof stepSchema>;

/** A plan as a file or a model writes it. */
export const planDraftSchema = z.object({
  title: z.string().min(1).max(200),
  goal: z.string().max(4000).default(""),
  mode: modeSchema.default("draft"),
  steps: z.array(stepSchema).min(1).max(2000),
});
export type PlanDraft = z.infer<typeof planDraftSchema>;
export type PlanDraftInput = z.input<typeof planDraftSchema>;

export const planSchema = planDraftSchema.extend({
  id: planIdSchema,
  /** Counts up with every edit; earlier versions are kept. */
  version: z.number().int().positive(),
  workspaceRoot: z.string(),
  conversationId: z.string().nullable(),
  createdAtMs: z.number(),
  /** When a person said no to this version; null when nobody did. Approving it takes the no back, editing leaves it behind. */
  rejectedAtMs: z.number().nullable(),
});
export type Plan = z.infer<typeof planSchema>;

export const planProblemSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("step-name-twice"), step: z.string() }),
  z.object({ type: z.literal("step-unknown"), step: z.string(), refersTo: z.string() }),
  z.object({ type: z.literal("steps-in-a-circle"), steps: z.array(z.string()) }),
  z.object({ type: z.literal("tool-unknown"), step: z.string(), tool: z.string() }),
  z.object({ type: z.literal("input-invalid"), step: z.string(), reason: z.string() }),
]);
export type PlanProblem = z.infer<typeof planProblemSchema>;

/** What the dry run foresees of one step, or why it cannot. */
export const predictionSchema = z.object({
  step: stepNameSchema,
  effects: z.array(effectSchema),
  /** Empty when everything is known; else plain sentences of what is not. */
  unpredictable: z.array(z.string()),
  /** Hash over `effects`; what the executor compares. */
  effectsHash: z.string(),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** A dry run. `hash` covers plan, predictions and fingerprints: approving it approves exactly this and nothing else, until `expiresAtMs`. */
export const simulationSchema = z.object({
  planId: planIdSchema,
  planVersion: z.number(),
  hash: z.string(),
  predictions: z.array(predictionSchema),
  /** All file effects as one readable text. */
  diff: z.string(),
  unpredictable: z.array(z.object({ step: stepNameSchema, reason: z.string() })),
  hosts: z.array(z.string()),
  costMicroUsd: z.number(),
  estimatedMs: z.number(),
  /** Every place the plan looked at, as it was. */
  fingerprints: z.record(z.string(), fingerprintSchema),
  expiresAtMs: z.number(),
  risk: riskSchema,
});
export type Simulation = z.infer<typeof simulationSchema>;

export const stepStateSchema = z.enum(["waiting", "running", "done", "failed", "undone", "skipped"]);

export const stepRunSchema = z.object({
  step: stepNameSchema,
  state: stepStateSchema,
  attempts: z.number(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  predicted: z.array(effectSchema),
  actual: z.array(effectSchema),
  output: z.json().nullable(),
  error: z
    .union([
      toolErrorSchema,
      defectSchema,
      z.object({ type: z.literal("ConditionFailed"), condition: conditionSchema }),
      z.object({ type: z.literal("Deviated"), path: z.string(), reason: z.string() }),
      z.object({ type: z.literal("ReferenceBroken"), reason: z.string() }),
      /** The gateway said no, whatever was approved. */
      z.object({
        type: z.literal("CallRefused"),
        tool: z.string(),
        why: z.enum(["observe", "tool-unknown", "rate", "loop", "rejected"]),
        reason: z.string(),
      }),
      /** The machine stopped between the intent and the result of something that cannot be looked up afterwards. Never repeated. */
      z.object({ type: z.literal("MayHaveHappened"), effect: effectSchema }),
    ])
    .nullable(),
});
export type StepRun = z.infer<typeof stepRunSchema>;

/** What became of a run, without gloss. Every effect is in exactly one list. */
export const reportSchema = z.object({
  outcome: z.enum(["done", "stopped", "compensated", "partly-undone", "undone"]),
  done: z.array(effectSchema),
  undone: z.array(effectSchema),
  couldNotUndo: z.array(z.object({ effect: effectSchema, why: z.string() })),
  /** One plain sentence for people. */
  summary: z.string(),
});
export type Report = z.infer<typeof reportSchema>;

export const runSchema = z.object({
  id: runIdSchema,
  planId: planIdSchema,
  planVersion: z.number(),
  title: z.string(),
  mode: modeSchema,
  workspaceRoot: z.string(),
  state: z.enum(["running", "paused", "waiting-for-approval", "ended"]),
  steps: z.array(stepRunSchema),
  report: reportSchema.nullable(),
  /** The run that was undone, when this one undid it. */
  undoes: runIdSchema.nullable(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  costMicroUsd: z.number(),
  /** How often a person had to step in. */
  interventions: z.number(),
  /** Since when something it replaced or trashed is no longer kept, so that undo cannot give that back; null while all of it is. */
  undoEndedAtMs: z.number().nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** One line of the list of runs. */
export const runSummarySchema = runSchema.omit({ steps: true, report: true }).extend({
  stepCount: z.number(),
  /** Steps that are done and not undone. */
  doneCount: z.number(),
  /** What happened or may have happened, undone or not. */
  effectCount: z.number(),
  outcome: reportSchema.shape.outcome.nullable(),
  summary: z.string(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** What undo would do, in the order it would do it. Nothing has been touched. */
export const undoPreviewSchema = z.object({
  runId: runIdSchema,
  effects: z.array(effectSchema),
  diff: z.string(),
  /** Places somebody changed after the run; undo would overwrite what they did, so each has to be named in `force` or in `skip`. */
  conflicts: z.array(z.string()),
  /** What stands in the way at each of `conflicts`, in their order. */
  conflictPlaces: z.array(
    z.object({
      path: z.string(),
      step: stepNameSchema,
      /** As the run left it. */
      expected: fingerprintSchema,
      found: fingerprintSchema,
      /** False: something stands there that is never overwritten; `skip` is the only way. */
      mayForce: z.boolean(),
    }),
  ),
  /** Stays as the run left it: at a place named in `skip`, or before it at the same place. A later undo can take it back. */
  skipped: z.array(effectSchema),
  cannotUndo: z.array(z.object({ effect: effectSchema, why: z.string() })),
});
export type UndoPreview = z.infer<typeof undoPreviewSchema>;

/** Somebody said yes to exactly what a dry run with this hash foresaw. */
export const approvalSchema = z.object({
  planId: planIdSchema,
  planVersion: z.number(),
  hash: z.string(),
  approvedBy: z.string(),
  approvedAtMs: z.number(),
  expiresAtMs: z.number(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** A run's story: its state, then steps as they change, then exactly one `run-end`. */
export const runEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("run-state"), run: runSchema }),
  z.object({ type: z.literal("run-step"), runId: runIdSchema, step: stepRunSchema }),
  z.object({ type: z.literal("run-end"), run: runSchema }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

export const planErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("PlanNotFound"), planId: z.string() }),
  z.object({ type: z.literal("RunNotFound"), runId: z.string() }),
  z.object({ type: z.literal("PlanInvalid"), problems: z.array(planProblemSchema) }),
  z.object({ type: z.literal("SimulationFailed"), step: z.string(), error: toolErrorSchema }),
  z.object({ type: z.literal("ConditionFailed"), step: z.string(), condition: conditionSchema }),
  z.object({ type: z.literal("ApprovalMissing"), hash: z.string() }),
  z.object({ type: z.literal("ApprovalStale"), approved: z.string(), found: z.string() }),
  z.object({ type: z.literal("ApprovalExpired"), hash: z.string(), expiredAtMs: z.number() }),
  z.object({ type: z.literal("ModeForbids"), mode: modeSchema, what: z.string() }),
  /** A person said no to this version; approve it, or edit it, to run it. */
  z.object({ type: z.literal("PlanRejected"), planId: z.string(), rejectedAtMs: z.number() }),
  z.object({ type: z.literal("PlanFileInvalid"), reason: z.string() }),
  /** The folder cannot be opened as a workspace. */
  z.object({ type: z.literal("WorkspaceUnusable"), root: z.string(), error: workspaceErrorSchema }),
  /** The call does not fit the state the run is in. */
  z.object({ type: z.literal("RunStateWrong"), runId: z.string(), state: z.string(), wanted: z.string() }),
  z.object({ type: z.literal("RunNotUndoable"), runId: z.string(), reason: z.string() }),
  /** Somebody changed these places after the run; undo would lose their work. Pass `force` for the ones to overwrite, `skip` for the ones to leave. */
  z.object({ type: z.literal("UndoConflict"), runId: z.string(), paths: z.array(z.string()) }),
]);
export type PlanError = z.infer<typeof planErrorSchema> | Aborted;
