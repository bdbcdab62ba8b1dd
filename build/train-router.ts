/** Trains the router's classifier from the prompts in resources/router and writes its weights there. The same weights on every run. */
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { featureCount, featuresOf, featuresVersion, languageFeatureCount, languageFeaturesOf, packHead } from "#core/router";
import type { PackedClassifier, SparseVector } from "#core/router";
import { complexitySchema, intentSchema } from "#core/router/schema";
import { crossScores, fitTemperature, trainRows, type Example } from "./train-router-linear.ts";
import { readPrompts, readSamples, reportHeldOut, routerFolder, weightsPath, type Prompt } from "./train-router-report.ts";
import { makePrompts } from "./train-router-templates.ts";

const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "und"] as const;
/** So many texts of a language, that the well-stocked ones do not swallow the others. */
const languageTexts = 160;

/** Judged by cross-validation on the first `judgedCount` examples alone: those made from templates are too alike to judge by. */
const trainHead = (name: string, classes: readonly string[], size: number, examples: readonly Example[], judgedCount: number) => {
  const scores = crossScores(examples, classes.length, size).slice(0, judgedCount);
  const right = scores.filter((given, index) => given.indexOf(Math.max(...given)) === examples[index]?.label).length;
  const temperature = fitTemperature(scores, examples);
  console.log(`${name}: ${examples.length} examples, cross-validated ${(right / judgedCount).toFixed(3)}, temperature ${temperature}`);
  return packHead(classes, trainRows(examples, classes.length, size), temperature);
};

const evenly = <T>(list: readonly T[], count: number): T[] =>
  list.filter((_, index) => Math.floor((index * count) / list.length) !== Math.floor(((index - 1) * count) / list.length));

export const trainRouter = (): PackedClassifier => {
  const prompts = [...readPrompts("written"), ...makePrompts()];
  const vectors = new Map<Prompt, SparseVector>(prompts.map((prompt) => [prompt, featuresOf(prompt.text)]));
  const headOf = (name: "intent" | "complexity", classes: readonly string[]) =>
    trainHead(
      name,
      classes,
      featureCount,
      prompts.map((prompt) => ({ features: vectors.get(prompt) as SparseVector, label: classes.indexOf(prompt[name]) })),
      readPrompts("written").length,
    );
  const samples = languages.flatMap((language) =>
    evenly(
      [...readSamples("languages"), ...readPrompts("written")].filter((sample) => sample.language === language),
      languageTexts,
    ),
  );
  return {
    featuresVersion,
    intent: headOf("intent", intentSchema.options),
    complexity: headOf("complexity", complexitySchema.options),
    language: trainHead(
      "language",
      languages,
      languageFeatureCount,
      samples.map(({ language, text }) => ({
        features: languageFeaturesOf(text),
        label: (languages as readonly string[]).indexOf(language),
      })),
      samples.length,
    ),
  };
};

if (import.meta.main) {
  writeFileSync(
    join(routerFolder, "prompts.made.jsonl"),
    `${makePrompts()
      .map((prompt) => JSON.stringify(prompt))
      .join("\n")}\n`,
  );
  writeFileSync(weightsPath, `${JSON.stringify(trainRouter())}\n`);
  const { complexities, intents, ...figures } = reportHeldOut();
  console.log(`weights: ${Math.round(statSync(weightsPath).size / 1000)} kB`);
  console.log(figures);
  console.table(intents);
  console.table(complexities);
}
