import type { Run } from "#core/plans/schema";
import type { Effect } from "#core/tools/schema";
import { kindOf, nameOf } from "./effect-words.ts";

/** A foreseen effect beside what happened. Null: there was no such effect on that side. */
export interface ComparedEffect {
  readonly predicted: Effect | null;
  readonly actual: Effect | null;
  readonly agreement: "same" | "different" | "missing" | "unforeseen";
}

/** What makes an effect this one and no other; the readable diff adds nothing to that. */
const contentOf = (effect: Effect): string => JSON.stringify(effect.type === "file" ? effect.operation : effect);
const placeOf = (effect: Effect): string => `${kindOf(effect)} ${nameOf(effect)}`;

const takeFirst = (from: Effect[], matches: (effect: Effect) => boolean): Effect | null => {
  const index = from.findIndex(matches);
  return index < 0 ? null : (from.splice(index, 1)[0] ?? null);
};

/** Predicted against actual, in the predicted order; what nobody foresaw comes last. */
export const compareEffects = (predicted: readonly Effect[], actual: readonly Effect[]): ComparedEffect[] => {
  const left = [...actual];
  const exact = predicted.map((effect) => takeFirst(left, (candidate) => contentOf(candidate) === contentOf(effect)));
  const compared = predicted.map((effect, position): ComparedEffect => {
    const same = exact[position] ?? null;
    if (same !== null) return { predicted: effect, actual: same, agreement: "same" };
    const near = takeFirst(left, (candidate) => placeOf(candidate) === placeOf(effect));
    return { predicted: effect, actual: near, agreement: near === null ? "missing" : "different" };
  });
  return [...compared, ...left.map((effect): ComparedEffect => ({ predicted: null, actual: effect, agreement: "unforeseen" }))];
};

/** Every step did what was foreseen of it, no more and no less. */
export const wentAsForeseen = ({ steps }: Pick<Run, "steps">): boolean =>
  steps.every(({ predicted, actual }) => compareEffects(predicted, actual).every(({ agreement }) => agreement === "same"));
