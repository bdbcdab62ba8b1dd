import { countCues, cueFamilies, type CueFamily } from "./cues.ts";
import type { Complexity, Intent } from "./schema.ts";
import { fold, wordsOf } from "./words.ts";

export interface Classified {
  readonly intent: Intent;
  readonly complexity: Complexity;
  readonly confidence: number;
}

const intentCues: Readonly<Record<Intent, readonly CueFamily[]>> = {
  "small-talk": ["greeting", "thanks", "feeling", "aboutYou"],
  lookup: ["factQuestion", "documents"],
  rewrite: ["translate", "correct", "shorten", "rephrase", "extract"],
  write: ["compose", "proseKind"],
  code: ["code"],
  reason: ["why", "compare", "decide", "calculate"],
  act: ["actFile", "actWorld"],
};

export const classify = (text: string): Classified => {
  const words = wordsOf(fold(text));
  const counts = countCues(words);
  const of = (family: CueFamily): number => counts[cueFamilies.indexOf(family)] ?? 0;
  let intent: Intent = "lookup";
  let best = 0;
  for (const [name, cues] of Object.entries(intentCues) as [Intent, readonly CueFamily[]][]) {
    const score = cues.reduce((sum, family) => sum + of(family), 0);
    if (score > best) [intent, best] = [name, score];
  }
  const weight = words.length / 12 + 2 * of("deep") + of("several") - of("brief");
  const complexity = weight >= 4 ? "complex" : weight >= 1.6 ? "medium" : "simple";
  return { intent, complexity, confidence: Math.min(0.95, 0.6 + Math.min(Math.abs(weight - 4), Math.abs(weight - 1.6)) / 4) };
};
