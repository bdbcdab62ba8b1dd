import type { AgentError } from "#core/agents/schema";
import type { PermissionError } from "#core/permission/schema";
import type { Condition, PlanError, PlanProblem } from "#core/plans/schema";
import type { ToolError } from "#core/tools/schema";
import type { Fingerprint, WorkspaceError } from "#core/workspace/schema";
import { formatBytes, formatDuration, formatTime } from "./format.ts";
import { i18n } from "./i18n.ts";

/** What acting on files and hosts can fail with, besides being stopped. */
export type ActionError = Exclude<AgentError | PermissionError | PlanError | ToolError | WorkspaceError, { readonly type: "Aborted" }>;

type Values = Readonly<Record<string, unknown>>;
type Told = { readonly [Type in ActionError["type"]]: (error: Extract<ActionError, { readonly type: Type }>) => Values };

const say = (key: string, values: Values = {}): string => i18n.t(key, { ns: "errors", ...values });

/** What stands at a place, in a few words. */
const fingerprintWords = (fingerprint: Fingerprint): string =>
  say(`fingerprint.${fingerprint.kind}`, fingerprint.kind === "file" ? { size: formatBytes(fingerprint.sizeBytes) } : {});

/** A demand on the world, as a sentence that would have to be true. */
export const conditionWords = (condition: Condition): string =>
  say(
    `condition.${condition.type}`,
    condition.type === "json-is" || condition.type === "output-is" ? { ...condition, value: JSON.stringify(condition.value) } : condition,
  );

/** What is wrong with one part of a plan: one sentence. */
export const planProblemText = (problem: PlanProblem): string =>
  say(`planProblem.${problem.type}`, problem.type === "steps-in-a-circle" ? { steps: problem.steps.join(" → ") } : problem);

const listed = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(", ") : say("andMore", { names: names.slice(0, 4).join(", "), count: names.length - 4 });

const told: Told = {
  ApprovalDecided: (error) => ({ ...error, state: say(`approvalState.${error.state}`) }),
  ApprovalExpired: ({ expiredAtMs }) => ({ expiredAt: formatTime(expiredAtMs) }),
  ApprovalMissing: (error) => error,
  ApprovalNotFound: (error) => error,
  ApprovalStale: (error) => error,
  CallRefused: (error) => ({ ...error, why: say(`refused.${error.why}`) }),
  ChangedTooMuch: ({ command, paths }) => ({ command, paths: listed(paths) }),
  AddressRefused: (error) => error,
  CommandFailed: ({ command, exitCode, output }) => ({ command, code: exitCode ?? "–", output: output.trim().split("\n").at(-1) ?? "" }),
  ConditionFailed: ({ step, condition }) => ({ step, condition: conditionWords(condition) }),
  ContentNotFound: (error) => error,
  DiskFailed: (error) => error,
  EffectRefused: (error) => error,
  EntryChanged: ({ path, expected, found }) => ({ path, expected: fingerprintWords(expected), found: fingerprintWords(found) }),
  EntryExists: (error) => error,
  EntryKindWrong: (error) => error,
  EntryNotFound: (error) => error,
  EntryTooLarge: ({ path, sizeBytes, limitBytes }) => ({ path, size: formatBytes(sizeBytes), limit: formatBytes(limitBytes) }),
  ModeForbids: ({ mode, what }) => ({ mode: say(`mode.${mode}`), what }),
  PatchDoesNotFit: (error) => error,
  PathRefused: (error) => error,
  PatternRefused: (error) => error,
  PlanFileInvalid: (error) => error,
  PlanInvalid: ({ problems }) => ({ problems: problems.slice(0, 4).map(planProblemText).join(" ") }),
  PlanNotFound: (error) => error,
  PlanRejected: ({ rejectedAtMs }) => ({ rejectedAt: formatTime(rejectedAtMs) }),
  RequestFailed: (error) => error,
  RunNotFound: (error) => error,
  RunNotUndoable: (error) => error,
  RunStateWrong: (error) => ({ ...error, state: say(`runState.${error.state}`) }),
  SandboxUnavailable: (error) => error,
  SimulationFailed: ({ step, error }) => ({ step, reason: toolErrorTitle(error) }),
  PlannerMissing: (error) => error,
  TaskLimitReached: ({ limit, allowed }) => ({
    limit: say(`taskLimit.${limit}`),
    allowed: limit === "time" ? formatDuration(allowed) : String(allowed),
  }),
  TaskNotFound: (error) => error,
  ToolInputInvalid: (error) => error,
  ToolNotFound: (error) => error,
  ToolTooSlow: ({ tool, limitMs }) => ({ tool, limit: formatDuration(limitMs) }),
  TrashFull: ({ neededBytes, limitBytes }) => ({ needed: formatBytes(neededBytes), limit: formatBytes(limitBytes) }),
  UndoConflict: ({ paths }) => ({ paths: listed(paths), count: paths.length }),
  WorkspaceNotFound: (error) => error,
  WorkspaceReadOnly: (error) => error,
  WorkspaceRefused: (error) => error,
  WorkspaceUnusable: ({ root, error }) => ({ root, reason: toolErrorTitle(error) }),
};

export const isActionError = (error: { readonly type: string }): error is ActionError => Object.hasOwn(told, error.type);

/** The numbers and names an error's sentences speak of, for people. */
export const actionValues = (error: ActionError): Values => {
  const tell = told[error.type] as (given: ActionError) => Values;
  return tell(error);
};

/** What happened, without what to do about it: for use inside another sentence. */
const toolErrorTitle = (error: ToolError): string =>
  error.type === "Aborted" ? say("Aborted.title") : say(`${error.type}.title`, actionValues(error));
