import { z } from "zod";
import { err, ok, type Result } from "#core/base/schema";
import { planDraftSchema, type PlanDraft } from "#core/plans/schema";
import type { Task } from "./schema.ts";

export type Proposal =
  | { readonly action: "look"; readonly tool: string; readonly input: z.infer<typeof inputSchema> }
  | { readonly action: "plan"; readonly draft: PlanDraft }
  | { readonly action: "answer"; readonly text: string };

/** More than any sensible plan, and little enough to be read at once. */
export const mostAnswerCharacters = 2_000_000;
const mostProblems = 8;

const inputSchema = z.record(z.string(), z.json());
const lookShape = z.object({ tool: z.string().min(1).max(200), input: inputSchema });
const answerShape = z.object({ text: z.string().min(1).max(200_000) });

const problemsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, mostProblems)
    .map(({ message, path }) => `${path.length === 0 ? "the answer" : path.join(".")}: ${message}`)
    .join("; ");

/** The outermost braces: models without a grammar wrap JSON in fences and words. */
const jsonIn = (text: string): Result<unknown, string> => {
  const [start, end] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (start === -1 || end <= start) return err("the answer holds no JSON object");
  try {
    return ok(JSON.parse(text.slice(start, end + 1)));
  } catch (cause) {
    return err(`the answer is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What the model wants next. Mode and goal of a plan are the task's, whatever the model wrote; everything it cannot decide is dropped.
 * The error says what is wrong, for the model to repair.
 */
export const readAnswer = (text: string, { goal, mode }: Pick<Task, "goal" | "mode">): Result<Proposal, string> => {
  if (text.length > mostAnswerCharacters) return err(`the answer is longer than ${mostAnswerCharacters} characters`);
  const json = jsonIn(text);
  if (!json.ok) return json;
  const next = isRecord(json.value) && isRecord(json.value["next"]) ? json.value["next"] : json.value;
  if (!isRecord(next)) return err('the answer has to be {"next": {"action": …}}');
  switch (next["action"]) {
    case "look": {
      const look = lookShape.safeParse(next);
      return look.success ? ok({ action: "look", ...look.data }) : err(problemsOf(look.error));
    }
    case "answer": {
      const answer = answerShape.safeParse(next);
      return answer.success ? ok({ action: "answer", text: answer.data.text }) : err(problemsOf(answer.error));
    }
    case "plan": {
      const written = isRecord(next["plan"]) ? next["plan"] : next;
      const draft = planDraftSchema.safeParse({ title: written["title"], steps: written["steps"], goal, mode });
      return draft.success ? ok({ action: "plan", draft: draft.data }) : err(problemsOf(draft.error));
    }
    default:
      return err('"action" has to be "look", "plan" or "answer"');
  }
};
