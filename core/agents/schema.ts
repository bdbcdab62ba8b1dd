import { z } from "zod";
import { abortedSchema, defectSchema, idSchema } from "#core/base/schema";
import { modelErrorSchema } from "#core/llm/schema";
import { modeSchema, planErrorSchema, planIdSchema, planSchema, runEventSchema, runIdSchema, simulationSchema } from "#core/plans/schema";

export const taskIdSchema = idSchema("task");
export type TaskId = z.infer<typeof taskIdSchema>;

/** How far a task may go before it is stopped. */
export const taskLimitsSchema = z.object({
  /** Questions to the model. */
  rounds: z.number().int().min(1).max(100),
  /** Input and output of all questions together. */
  tokens: z.number().int().min(100).max(10_000_000),
  /** From the start until a plan or an answer stands; waiting for a person and running a plan do not count. */
  durationMs: z
    .number()
    .int()
    .min(100)
    .max(24 * 3_600_000),
});
export type TaskLimits = z.infer<typeof taskLimitsSchema>;
/** What is left out is as usual. */
export type TaskLimitsChange = { readonly [Name in keyof TaskLimits]?: TaskLimits[Name] | undefined };

export const agentErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("TaskNotFound"), taskId: z.string() }),
  /** Nobody is there who can make a plan: the built-in answerer only quotes. */
  z.object({ type: z.literal("PlannerMissing") }),
  z.object({ type: z.literal("TaskLimitReached"), limit: z.enum(["rounds", "tokens", "time"]), allowed: z.number() }),
]);
export type AgentError = z.infer<typeof agentErrorSchema>;

/** Whatever ended a task before its plan or answer. */
export const taskErrorSchema = z.union([agentErrorSchema, modelErrorSchema, planErrorSchema, abortedSchema, defectSchema]);
export type TaskError = z.infer<typeof taskErrorSchema>;

/** One look at the workspace or the library. Nothing is changed by it. */
export const lookSchema = z.object({
  type: z.literal("look"),
  tool: z.string(),
  input: z.json(),
  /** False: it was refused or failed; `note` says why. */
  done: z.boolean(),
  note: z.string(),
});
export type Look = z.infer<typeof lookSchema>;

/** What a task did, in order. */
export const taskStepSchema = z.discriminatedUnion("type", [
  lookSchema,
  /** An answer of the model that could not be used, and what it was told. */
  z.object({ type: z.literal("repair"), problem: z.string() }),
  z.object({ type: z.literal("plan"), planId: planIdSchema, title: z.string(), hash: z.string() }),
  z.object({ type: z.literal("run"), runId: runIdSchema }),
]);
export type TaskStep = z.infer<typeof taskStepSchema>;

/**
 * `working`: looking and planning. `running`: the plan runs. `waiting-for-approval`: a person has to say yes, to the plan (Draft) or to a step (Autopilot).
 * The rest are ends. `simulated`: Observe, the dry run is all there is. `answered`: nothing had to be changed. `stopped`: the run did not reach its end.
 */
export const taskStateSchema = z.enum([
  "working",
  "running",
  "waiting-for-approval",
  "simulated",
  "answered",
  "done",
  "stopped",
  "failed",
  "cancelled",
]);
export type TaskState = z.infer<typeof taskStateSchema>;

export const taskSchema = z.object({
  id: taskIdSchema,
  goal: z.string(),
  workspaceRoot: z.string(),
  mode: modeSchema,
  conversationId: z.string().nullable(),
  state: taskStateSchema,
  steps: z.array(taskStepSchema),
  /** Where text came from that somebody else may have written; empty when none was read. */
  readFrom: z.array(z.string()),
  planId: planIdSchema.nullable(),
  /** Of the dry run that was last shown. */
  hash: z.string().nullable(),
  runId: runIdSchema.nullable(),
  answer: z.string().nullable(),
  error: taskErrorSchema.nullable(),
  modelId: z.string().nullable(),
  modelName: z.string().nullable(),
  rounds: z.number(),
  /** Answers of the model that could not be used. With 0 and no interventions a `done` task passed at the first attempt. */
  repairs: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Null when a provider answered whose price is not known. */
  costMicroUsd: z.number().nullable(),
  /** The goal, or something that was read for it, is marked private: only models on this machine are asked. */
  isPrivate: z.boolean().default(false),
  /** How often a person had to step in, the approval of the plan included. */
  interventions: z.number(),
  startedAtMs: z.number(),
  /** When the agent's part, or the run that followed it, was over. */
  endedAtMs: z.number().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

/** How tasks went, for one number each. Tasks that are still open or were cancelled do not count. */
export const taskFiguresSchema = z.object({
  finished: z.number(),
  succeeded: z.number(),
  /** Succeeded without a repaired answer and without anybody stepping in, apart from the one approval that Draft demands. */
  firstAttempt: z.number(),
});
export type TaskFigures = z.infer<typeof taskFiguresSchema>;

/** A task's story: its state first and after every change, then exactly one `agent-end` or `agent-error`. A plan that waits for a person ends the agent's part. */
export const agentEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("agent-state"), task: taskSchema }),
  z.object({ type: z.literal("agent-look"), taskId: taskIdSchema, look: lookSchema }),
  z.object({ type: z.literal("agent-repair"), taskId: taskIdSchema, problem: z.string() }),
  z.object({ type: z.literal("agent-plan"), taskId: taskIdSchema, plan: planSchema, simulation: simulationSchema }),
  z.object({ type: z.literal("agent-run"), taskId: taskIdSchema, event: runEventSchema }),
  z.object({ type: z.literal("agent-end"), task: taskSchema }),
  z.object({ type: z.literal("agent-error"), task: taskSchema, error: taskErrorSchema }),
]);
export type AgentEvent = z.infer<typeof agentEventSchema>;
