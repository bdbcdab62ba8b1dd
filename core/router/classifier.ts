import { z } from "zod";
import shipped from "../../resources/router/classifier.json" with { type: "json" };
import { isLatin, isLonger, languageFeatureCount, languageFeaturesOf } from "./language-features.ts";
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

/** Below this a language is a guess and counts as not known. Judgement. */
const languageFloor = 0.5;

/** In a language that the training did not know, length and shape are all there is to go by: no more than a guess. */
const foreignConfidence = 0.5;

/** Without weights nothing is sure: every request counts as one step harder than medium. */
const unknown: Classified = { intent: "lookup", complexity: "medium", confidence: 0, language: "und" };

const unpack = (weights: unknown): Classifier => {
  const packed = packedSchema.parse(weights);
  const intents = unpackHead(packed.intent, featureCount);
  const complexities = unpackHead(packed.complexity, featureCount);
  const languages = unpackHead(packed.language, languageFeatureCount);
  z.array(intentSchema).parse(intents.classes);
  z.array(complexitySchema).parse(complexities.classes);
  return (text) => {
    const features = featuresOf(text);
    const complexity = answerOf(complexities, features);
    const found = isLatin(text) ? answerOf(languages, languageFeaturesOf(text)) : { answer: "und", probability: 1 };
    const language = found.probability < languageFloor ? "und" : found.answer;
    const isForeign = language === "und" && isLonger(text);
    return {
      intent: answerOf(intents, features).answer as Intent,
      complexity: complexity.answer as Complexity,
      confidence: isForeign ? Math.min(complexity.probability, foreignConfidence) : complexity.probability,
      language,
    };
  };
};

/** Checks and unpacks the weights at the first text. Weights that are not as they should be make every answer an unsure one. */
export const createClassifier = (weights: unknown = shipped): Classifier => {
  let classify: Classifier | undefined;
  return (text) => {
    try {
      classify ??= unpack(weights);
    } catch {
      // Decision: routing goes on without the classifier, cautiously; the shipped file is held by a test.
      classify = () => unknown;
    }
    return classify(text);
  };
};
