import type { Aborted, ClockDep, IdsDep, LogDep, Result } from "#core/base";
import type { AnswerEvent, AnswerOptions } from "#core/llm";
import type { GenerateRequest, ModelInfo } from "#core/llm/schema";
import type { SearchAnswer, SearchQueryInput } from "#core/memory/schema";
import type { GatewayDep } from "#core/permission";
import type { Plan, PlanDraft, PlanError, PlanId, RunEvent, RunId, RunSummary, Simulation } from "#core/plans/schema";
import type { StoreDep } from "#core/store";
import type { ToolsDep } from "#core/tools";
import type { FolderFiles, Outcome } from "#core/workspace";
import type { Task, TaskLimits } from "./schema.ts";

/** Who plans: the part of the models a task needs. */
export interface PlanningModels {
  readonly list: () => Promise<readonly ModelInfo[]>;
  readonly answer: (request: (info: ModelInfo) => GenerateRequest, options: AnswerOptions) => AsyncIterable<AnswerEvent>;
}

/** What the person's documents say about the goal: the part of the memory a task needs. */
export interface TaskLibrary {
  readonly search: (query: SearchQueryInput, signal?: AbortSignal) => Promise<Result<SearchAnswer, Aborted>>;
  /** What the person marked in the library; the nearest mark above a path counts. */
  readonly privateMarks: () => readonly { readonly path: string; readonly isPrivate: boolean }[];
}

/** The only way from a task to the world: a plan, its dry run, and a run that passes the gateway. There is no way to approve here. */
export interface TaskPlans {
  /** `ownGrant`: the person named the folder for this task though it is not granted. Errors: PlanInvalid, WorkspaceUnusable. */
  readonly create: (
    draft: PlanDraft,
    place: { readonly workspaceRoot: string; readonly conversationId: string | null; readonly ownGrant: boolean },
  ) => Result<Plan, PlanError>;
  readonly simulate: (planId: PlanId, signal: AbortSignal) => Promise<Result<Simulation, PlanError>>;
  /** Starts an Autopilot run that nobody has approved; the gateway asks for what policy does not allow. `readFrom` marks the run before its first step. */
  readonly start: (planId: PlanId, readFrom: readonly string[]) => Promise<Result<RunId, PlanError>>;
  /** Ends in exactly one `run-end`, or silently at a shutdown. */
  readonly follow: (runId: RunId, signal: AbortSignal) => AsyncIterable<RunEvent>;
  readonly cancel: (runId: RunId) => void;
  /** The newest run of this plan that is no undo; null when it never ran. */
  readonly latestRun: (planId: PlanId) => RunSummary | null;
  /** When a person said no to the plan as it is now; null when nobody did. */
  readonly rejectedAtMs: (planId: PlanId) => number | null;
}

export interface AgentsDeps extends ClockDep, GatewayDep, IdsDep, LogDep, StoreDep, ToolsDep {
  readonly models: PlanningModels;
  readonly library: TaskLibrary;
  readonly plans: TaskPlans;
  /** The real folder; closed by whoever opened it. */
  readonly openFolder: (root: string, access: "read") => Outcome<FolderFiles>;
  /** Whether the person has granted this folder. */
  readonly isGranted: (root: string) => boolean;
  readonly limits?: Partial<TaskLimits> | undefined;
  /** Told when the agent's part is over and its plan waits for a person. */
  readonly onPlanWaiting?: ((task: Task) => void) | undefined;
}
