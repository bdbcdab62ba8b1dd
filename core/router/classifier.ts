import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isLatin, languageFeatureCount, languageFeaturesOf } from "./language-features.ts";
import { answerOf, packedHeadSchema, unpackHead } from "./linear-head.ts";
import { complexitySchema, intentSchema, type Complexity, type Intent } from "./schema.ts";
import { featureCount, featuresOf } from "./text-features.ts";

export interface Classified {
  readonly intent: Intent;
  readonly complexity: Complexity;
  /** Of the complexity, 0 to 1. */
  readonly confidence: number;
  /** ISO 639-1, or `und`. */
  readonly language: string;
}

export type Classifier = (text: string) => Classified;

/** What the training script writes. `featuresVersion` changes with the features, so that old weights are never laid over new places. */
export const featuresVersion = 1;
const packedSchema = z.object({
  featuresVersion: z.literal(featuresVersion),
  intent: packedHeadSchema,
  complexity: packedHeadSchema,
  language: packedHeadSchema,
});
export type PackedClassifier = z.infer<typeof packedSchema>;

/** Beside the source as beside the built program, both two folders below the root. */
const shippedPath = join(import.meta.dirname, "../../resources/router/classifier.json");

/** Below this a language is a guess and counts as not known. Judgement. */
const languageFloor = 0.5;

/** Without weights nothing is sure: every request counts as one step harder than medium. */
const unknown: Classified = { intent: "lookup", complexity: "medium", confidence: 0, language: "und" };

const open = (path: string): Classifier => {
  const packed = packedSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const intents = unpackHead(packed.intent, featureCount);
  const complexities = unpackHead(packed.complexity, featureCount);
  const languages = unpackHead(packed.language, languageFeatureCount);
  z.array(intentSchema).parse(intents.classes);
  z.array(complexitySchema).parse(complexities.classes);
  return (text) => {
    const features = featuresOf(text);
    const complexity = answerOf(complexities, features);
    const language = isLatin(text) ? answerOf(languages, languageFeaturesOf(text)) : { answer: "und", probability: 1 };
    return {
      intent: answerOf(intents, features).answer as Intent,
      complexity: complexity.answer as Complexity,
      confidence: complexity.probability,
      language: language.probability < languageFloor ? "und" : language.answer,
    };
  };
};

/** Reads the weights at the first text. A file that is missing or damaged makes every answer an unsure one, and is not tried again. */
export const createClassifier = (path = shippedPath): Classifier => {
  let classify: Classifier | undefined;
  return (text) => {
    try {
      classify ??= open(path);
    } catch {
      // Decision: routing goes on without the classifier, cautiously; the shipped file is held by a test.
      classify = () => unknown;
    }
    return classify(text);
  };
};
