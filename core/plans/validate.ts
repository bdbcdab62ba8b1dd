import { err, type Result } from "#core/base/schema";
import { inputProblems, type Tool } from "#core/tools";
import type { Json } from "./json-pointer.ts";
import { inRunningOrder, stepsBefore } from "./order.ts";
import { referencedSteps } from "./references.ts";
import type { PlanDraft, PlanError, PlanProblem, Step } from "./schema.ts";

/** What is checked of a tool before anything runs. */
export type CheckableTool = Pick<Tool, "info" | "input">;

const problemsOfInput = (step: Step, tool: CheckableTool): readonly PlanProblem[] => {
  // An input with references is checked when they are known: in the dry run and again before the step runs.
  if (referencedSteps(step.input as Json).length > 0 || JSON.stringify(step.input).includes('"$text"')) {
    const names = Object.keys(tool.info.inputSchema["properties"] ?? {});
    const surplus = names.length === 0 ? [] : Object.keys(step.input).filter((name) => !names.includes(name));
    return surplus.map((name) => ({ type: "input-invalid", step: step.name, reason: `"${name}" is nothing it knows` }));
  }
  const parsed = tool.input.safeParse(step.input);
  return parsed.success ? [] : [{ type: "input-invalid", step: step.name, reason: inputProblems(parsed.error, step.input) }];
};

/** Steps in running order, or everything that is wrong with the plan. Looks at nothing but the plan and the tools. Errors: PlanInvalid. */
export const validatePlan = (draft: PlanDraft, findTool: (name: string) => CheckableTool | null): Result<readonly Step[], PlanError> => {
  const problems: PlanProblem[] = [];
  const names = new Set<string>();
  for (const { name } of draft.steps) {
    if (names.has(name)) problems.push({ type: "step-name-twice", step: name });
    names.add(name);
  }
  for (const step of draft.steps) {
    for (const refersTo of stepsBefore(step)) if (!names.has(refersTo)) problems.push({ type: "step-unknown", step: step.name, refersTo });
    const tool = findTool(step.tool);
    if (tool === null) problems.push({ type: "tool-unknown", step: step.name, tool: step.tool });
    else problems.push(...problemsOfInput(step, tool));
  }
  const ordered = inRunningOrder(draft.steps);
  if (!ordered.ok && !problems.some(({ type }) => type === "step-name-twice"))
    problems.push({ type: "steps-in-a-circle", steps: [...ordered.error] });
  return problems.length > 0 || !ordered.ok ? err({ type: "PlanInvalid", problems }) : ordered;
};
