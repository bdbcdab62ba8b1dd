import { planDraftSchema, type PlanDraft, type PlanDraftInput } from "./schema.ts";

type StepInput = PlanDraftInput["steps"][number];
type JsonInput = StepInput["input"][string];
type StepOptions = Partial<Omit<StepInput, "name" | "tool" | "input" | "after">> & { readonly after?: readonly StepHandle[] };

/** A part of an earlier step's output, to be put where a value is expected. */
export interface OutputReference {
  readonly $from: string;
  readonly pointer: string;
}

/** Stands for a step that was added. */
export interface StepHandle {
  readonly stepName: string;
  /** The output at `pointer` (RFC 6901); the whole without one. */
  readonly output: (pointer?: string) => OutputReference;
}

/** Input as `step` takes it: JSON in which references may stand. */
export type BuilderInput = JsonInput | OutputReference | readonly BuilderInput[] | { readonly [name: string]: BuilderInput };

export interface PlanBuilder {
  /** Adds a step; the handle names its output for later ones. Steps run in the order of their references, not of these calls. */
  readonly step: (name: string, tool: string, input: Readonly<Record<string, BuilderInput>>, options?: StepOptions) => StepHandle;
  /** The finished draft. Throws when a name or number is outside what the schema allows: a mistake in the calling code. */
  readonly build: () => PlanDraft;
}

/** Pieces joined to one text when the plan runs. */
export const text = (...pieces: readonly (string | OutputReference)[]): { readonly $text: readonly (string | OutputReference)[] } => ({
  $text: pieces,
});

/** Writes a plan in code: `const p = plan("Sum up"); const file = p.step("read", "files.read", {…}); p.step("write", …, { text: file.output("/text") })`. */
export const plan = (title: string, options: Partial<Omit<PlanDraftInput, "title" | "steps">> = {}): PlanBuilder => {
  const steps: unknown[] = [];
  return {
    step: (name, tool, input, { after = [], ...rest } = {}) => {
      steps.push({ name, tool, input, after: after.map(({ stepName }) => stepName), ...rest });
      return { stepName: name, output: (pointer = "") => ({ $from: name, pointer }) };
    },
    build: () => planDraftSchema.parse({ title, ...options, steps }),
  };
};
