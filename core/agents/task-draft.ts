import type { Mode } from "#core/plans/schema";
import type { Task, TaskId, TaskLimits, TaskLimitsChange } from "./schema.ts";

/** Enough for a dozen looks with a large model, and an end within minutes for one that goes in circles. */
const usualLimits: TaskLimits = { rounds: 16, tokens: 400_000, durationMs: 10 * 60_000 };

export interface TaskDraft {
  readonly goal: string;
  /** The real path of a folder. */
  readonly workspaceRoot: string;
  readonly mode: Mode;
  readonly conversationId?: string | null | undefined;
  /** Asked first; the order of the settings follows. */
  readonly modelId?: string | null | undefined;
  /** Nothing of the goal leaves this machine. */
  readonly isPrivate?: boolean | undefined;
  readonly limits?: TaskLimitsChange | undefined;
  /** The person names this folder for this task alone, though it is not granted. Never to be set by a model. */
  readonly ownGrant?: boolean | undefined;
}

/** The usual limits, then the host's, then the task's own. */
export const limitsFor = (...changes: readonly (TaskLimitsChange | undefined)[]): TaskLimits =>
  changes.reduce<TaskLimits>(
    (limits, change) => ({
      rounds: change?.rounds ?? limits.rounds,
      tokens: change?.tokens ?? limits.tokens,
      durationMs: change?.durationMs ?? limits.durationMs,
    }),
    usualLimits,
  );

/** A task about to begin. */
export const newTask = (
  id: TaskId,
  { conversationId = null, goal, isPrivate = false, mode, workspaceRoot }: TaskDraft,
  startedAtMs: number,
): Task => ({
  id,
  goal,
  workspaceRoot,
  mode,
  conversationId,
  state: "working",
  steps: [],
  readFrom: [],
  planId: null,
  hash: null,
  runId: null,
  answer: null,
  error: null,
  modelId: null,
  modelName: null,
  rounds: 0,
  repairs: 0,
  inputTokens: 0,
  outputTokens: 0,
  costMicroUsd: 0,
  isPrivate,
  interventions: 0,
  startedAtMs,
  endedAtMs: null,
});
