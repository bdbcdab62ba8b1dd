import { err, ok, type Result } from "#core/base/schema";
import { planDraftSchema, type Plan, type PlanDraft } from "#core/plans/schema";

/** Something wrong with a plan as it is written. `place`: where, "steps 2 › input"; "" for the whole text. */
export interface TextProblem {
  readonly place: string;
  readonly reason: string;
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === "number" ? String(part + 1) : String(part))).join(" › ");

/** Reads a plan somebody wrote. Every problem is told at once. */
export const readPlanText = (text: string): Result<PlanDraft, readonly TextProblem[]> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err([{ place: "", reason: error instanceof Error ? error.message : String(error) }]);
  }
  const parsed = planDraftSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ place: placeOf(path), reason: message })));
};

/** The part of a plan that people write, as they would write it: without what is as it would be anyhow. */
export const planText = ({ title, goal, mode, steps }: Pick<Plan, "title" | "goal" | "mode" | "steps">): string =>
  JSON.stringify(
    {
      title,
      ...(goal === "" ? {} : { goal }),
      mode,
      steps: steps.map(
        ({ name, tool, why, input, after, preconditions, postconditions, rollback, retries, timeoutMs, risk, mayChange }) => ({
          name,
          tool,
          ...(why === "" ? {} : { why }),
          input,
          ...(after.length === 0 ? {} : { after }),
          ...(preconditions.length === 0 ? {} : { preconditions }),
          ...(postconditions.length === 0 ? {} : { postconditions }),
          ...(rollback === "undo" ? {} : { rollback }),
          ...(retries.attempts === 0 ? {} : { retries }),
          ...(timeoutMs === 60_000 ? {} : { timeoutMs }),
          ...(risk === "low" ? {} : { risk }),
          ...(mayChange.length === 0 ? {} : { mayChange }),
        }),
      ),
    },
    null,
    2,
  );
