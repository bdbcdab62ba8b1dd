import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createClassifier } from "#core/router";
import { complexitySchema, intentSchema } from "#core/router/schema";
import { root } from "./root.ts";

export const routerFolder = join(root, "resources", "router");
export const weightsPath = join(routerFolder, "classifier.json");

const promptSchema = z.object({ text: z.string(), intent: intentSchema, complexity: complexitySchema, language: z.string() });
export type Prompt = z.infer<typeof promptSchema>;
const sampleSchema = z.object({ text: z.string(), language: z.string() });
export type Sample = z.infer<typeof sampleSchema>;

const readLines = <T>(name: string, schema: z.ZodType<T>): T[] =>
  readFileSync(join(routerFolder, `${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));

export const readPrompts = (name: "written" | "made" | "held-out"): Prompt[] => readLines(`prompts.${name}`, promptSchema);
export const readSamples = (name: "languages" | "languages.held-out"): Sample[] => readLines(name, sampleSchema);

/** Rows: what it is; columns: what was answered. */
type Confusion = Readonly<Record<string, Readonly<Record<string, number>>>>;

const confusionOf = (classes: readonly string[], pairs: readonly (readonly [truth: string, answer: string])[]): Confusion =>
  Object.fromEntries(
    classes.map((truth) => [
      truth,
      Object.fromEntries(classes.map((answer) => [answer, pairs.filter((pair) => pair[0] === truth && pair[1] === answer).length])),
    ]),
  );

const shareOf = <T>(items: readonly T[], holds: (item: T) => boolean): number => items.filter(holds).length / items.length;

/** Expected calibration error: how far confidence and correctness lie apart in ten bins, weighted by how many fall into each. */
const calibrationError = (judged: readonly { readonly confidence: number; readonly right: boolean }[]): number => {
  const bins = Map.groupBy(judged, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  return [...bins.values()].reduce((sum, bin) => {
    const confidence = bin.reduce((total, item) => total + item.confidence, 0) / bin.length;
    return sum + (bin.length / judged.length) * Math.abs(confidence - shareOf(bin, ({ right }) => right));
  }, 0);
};

/** How the weights on disk do on prompts that no training saw. */
export const reportHeldOut = () => {
  const classify = createClassifier(JSON.parse(readFileSync(weightsPath, "utf8")));
  const prompts = readPrompts("held-out");
  const judged = prompts.map((prompt) => ({ prompt, found: classify(prompt.text) }));
  const samples = [...readSamples("languages.held-out"), ...prompts.filter(({ text }) => text.split(" ").length >= 4)];
  return {
    count: prompts.length,
    intent: shareOf(judged, ({ found, prompt }) => found.intent === prompt.intent),
    complexity: shareOf(judged, ({ found, prompt }) => found.complexity === prompt.complexity),
    /** Complex work taken for simple: the mistake that costs most. */
    complexTakenForSimple: judged.filter(({ found, prompt }) => prompt.complexity === "complex" && found.complexity === "simple").length,
    calibrationError: calibrationError(
      judged.map(({ found, prompt }) => ({ confidence: found.confidence, right: found.complexity === prompt.complexity })),
    ),
    byLanguage: Object.fromEntries(
      [...Map.groupBy(judged, ({ prompt }) => prompt.language)].map(([language, group]) => [
        language,
        {
          count: group.length,
          intent: shareOf(group, ({ found, prompt }) => found.intent === prompt.intent),
          complexity: shareOf(group, ({ found, prompt }) => found.complexity === prompt.complexity),
        },
      ]),
    ),
    intents: confusionOf(
      intentSchema.options,
      judged.map(({ found, prompt }) => [prompt.intent, found.intent]),
    ),
    complexities: confusionOf(
      complexitySchema.options,
      judged.map(({ found, prompt }) => [prompt.complexity, found.complexity]),
    ),
    language: shareOf(samples, ({ language, text }) => classify(text).language === language),
    languageCount: samples.length,
  };
};
