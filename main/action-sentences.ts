import type { PermissionError } from "#core/permission/schema";
import type { Condition, PlanError, PlanProblem } from "#core/plans/schema";
import type { ToolError } from "#core/tools/schema";
import type { WorkspaceError } from "#core/workspace/schema";

export type ActionError = Exclude<PermissionError | PlanError | ToolError | WorkspaceError, { readonly type: "Aborted" }>;

const conditionWords = (condition: Condition): string => {
  switch (condition.type) {
    case "file-exists":
      return `there should be a file at ${condition.path}`;
    case "folder-exists":
      return `there should be a folder at ${condition.path}`;
    case "absent":
      return `there should be nothing at ${condition.path}`;
    case "hash-is":
      return `${condition.path} should have the hash ${condition.sha256}`;
    case "text-contains":
      return `${condition.path} should contain "${condition.text}"`;
    case "json-is":
      return `${condition.path} should have ${JSON.stringify(condition.value)} at "${condition.pointer}"`;
    case "output-is":
      return `its output should have ${JSON.stringify(condition.value)} at "${condition.pointer}"`;
  }
};

const problemWords = (problem: PlanProblem): string => {
  switch (problem.type) {
    case "step-name-twice":
      return `two steps are called "${problem.step}"`;
    case "step-unknown":
      return `step "${problem.step}" refers to "${problem.refersTo}", which is no step`;
    case "steps-in-a-circle":
      return `these steps wait for each other: ${problem.steps.join(", ")}`;
    case "tool-unknown":
      return `step "${problem.step}" uses "${problem.tool}", which is no tool`;
    case "input-invalid":
      return `the input of step "${problem.step}" does not fit: ${problem.reason}`;
  }
};

/** What went wrong with a plan, a tool, a folder or a permission, in words for people. */
export const actionSentence = (error: ActionError): string => {
  switch (error.type) {
    case "PlanInvalid":
      return `The plan cannot be used: ${error.problems.map(problemWords).join("; ")}. Nothing was changed.`;
    case "PlanFileInvalid":
      return `The file is no plan: ${error.reason}.`;
    case "SimulationFailed":
      return `The dry run stopped at step "${error.step}": ${error.error.type === "Aborted" ? "it was stopped" : actionSentence(error.error)} Nothing was changed.`;
    case "ConditionFailed":
      return `Step "${error.step}" cannot run: ${conditionWords(error.condition)}. Nothing was changed.`;
    case "ApprovalMissing":
      return `Nobody approved this: ${error.hash} is the hash of no dry run of this plan that still waits for its run. Simulate, look, and approve the hash it gives. Nothing was changed.`;
    case "ApprovalStale":
      return `The plan or the folder has changed since it was approved (approved ${error.approved}, now ${error.found}). Simulate again. Nothing was changed.`;
    case "ApprovalExpired":
      return `The approval ended at ${new Date(error.expiredAtMs).toISOString()}. Simulate again. Nothing was changed.`;
    case "ModeForbids":
      return `In ${error.mode} Olympus does not ${error.what}.`;
    case "PlanRejected":
      return `Somebody said no to this plan at ${new Date(error.rejectedAtMs).toISOString()}. Approve it, or edit it, to run it. Nothing was changed.`;
    case "RunNotUndoable":
      return `The run cannot be undone: ${error.reason}.`;
    case "RunStateWrong":
      return `The run is ${error.state}; it cannot ${error.wanted}.`;
    case "UndoConflict":
      return `Somebody changed these since: ${error.paths.join(", ")}. Nothing was undone. Name them with --force to overwrite what they did, or with --skip to leave them.`;
    case "WorkspaceUnusable":
      return `The folder ${error.root} cannot be used: ${actionSentence(error.error)}`;
    case "WorkspaceRefused":
      return `${error.path} is refused: ${error.reason}.`;
    case "WorkspaceReadOnly":
      return `${error.path} may only be read.`;
    case "PathRefused":
      return `The path "${error.path}" is refused: it ${error.reason}.`;
    case "EntryNotFound":
      return `There is nothing at ${error.path}.`;
    case "EntryExists":
      return `There is something at ${error.path} already.`;
    case "EntryKindWrong":
      return `${error.path} should be a ${error.expected}, but is a ${error.found}.`;
    case "EntryTooLarge":
      return `${error.path} has ${error.sizeBytes} bytes, more than the limit of ${error.limitBytes}.`;
    case "EntryChanged":
      return `Somebody changed ${error.path} meanwhile; it was left alone.`;
    case "DiskFailed":
      return `The disk failed at ${error.path}: ${error.reason}.`;
    case "TrashFull":
      return `There is no room to keep what would be replaced: ${error.neededBytes} bytes are needed, the limit is ${error.limitBytes}.`;
    case "ToolNotFound":
      return `There is no tool "${error.tool}".`;
    case "ToolInputInvalid":
      return `The input of ${error.tool} does not fit: ${error.reason}.`;
    case "PatchDoesNotFit":
      return `The patch does not fit ${error.path}: ${error.reason}.`;
    case "AddressRefused":
      return `${error.url} is refused: ${error.reason}.`;
    case "RequestFailed":
      return `${error.url} could not be reached: ${error.reason}.`;
    case "CommandFailed":
      return `The command failed (${error.exitCode ?? "ended by a signal"}): ${error.output.slice(0, 400)}`;
    case "SandboxUnavailable":
      return `Commands cannot run here: ${error.reason}.`;
    case "EffectRefused":
      return `It was refused right before it would have happened: ${error.reason}.`;
    case "ChangedTooMuch":
      return `"${error.command}" changed what the plan does not let it change (${error.paths.slice(0, 5).join(", ")}); it was thrown away.`;
    case "ToolTooSlow":
      return `${error.tool} took longer than ${Math.round(error.limitMs / 1000)} s.`;
    case "CallRefused":
      return `${error.tool} was refused: ${error.reason}`;
    case "ApprovalDecided":
      return `The question was ${error.state} before.`;
    case "PatternRefused":
      return `This pattern may not be chosen: ${error.reason}.`;
    case "ApprovalNotFound":
    case "ContentNotFound":
    case "PlanNotFound":
    case "RunNotFound":
    case "WorkspaceNotFound":
      return `It is not there: ${JSON.stringify(error)}.`;
  }
};
