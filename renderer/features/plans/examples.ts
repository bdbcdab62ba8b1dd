import { fileNameOf } from "../../ui/format.ts";
import { readPlanText } from "./plan-text.ts";

const files = import.meta.glob<string>("../../../resources/plans/*.json", { eager: true, import: "default", query: "?raw" });

export interface ExamplePlan {
  readonly fileName: string;
  readonly title: string;
  readonly goal: string;
  readonly stepCount: number;
  readonly text: string;
}

/** The plans that come with Olympus. One that cannot be read is left out. */
export const examplePlans: readonly ExamplePlan[] = Object.entries(files).flatMap(([path, text]) => {
  const draft = readPlanText(text);
  if (!draft.ok) return [];
  const { title, goal, steps } = draft.value;
  return [{ fileName: fileNameOf(path), title, goal, stepCount: steps.length, text }];
});
