import type { ModelInfo } from "#core/llm/schema";

/** Always asked last, whatever is set: it needs nothing and never fails. */
export const isFixed = ({ place }: ModelInfo): boolean => place === "extractive";

/** A cloud model outside the order is asked only when a person or a rule names it. */
export const isOnlyNamed = ({ id, place }: ModelInfo, modelOrder: readonly string[]): boolean =>
  place === "cloud" && !modelOrder.includes(id);

/** The models in the order they are asked, the fixed one last. */
export const orderedModels = (models: readonly ModelInfo[], modelOrder: readonly string[]): ModelInfo[] => {
  const rank = (model: ModelInfo) => {
    if (isFixed(model)) return Number.MAX_SAFE_INTEGER;
    const index = modelOrder.indexOf(model.id);
    return index < 0 ? modelOrder.length : index;
  };
  return models.toSorted((left, right) => rank(left) - rank(right));
};

/** The order to store when the model at `from` goes to `to`; ids of models that no longer exist fall out. */
export const orderAfterMove = (ordered: readonly ModelInfo[], from: number, to: number): string[] => {
  const ids = ordered.filter((model) => !isFixed(model)).map(({ id }) => id);
  const moved = ids[from];
  if (moved === undefined || to < 0 || to >= ids.length) return ids;
  return ids.toSpliced(from, 1).toSpliced(to, 0, moved);
};

/** The order to store when a model joins it at the end: whoever was asked before it still is. */
export const orderWith = (models: readonly ModelInfo[], modelOrder: readonly string[], joining: string): string[] => [
  ...orderedModels(models, modelOrder)
    .filter((model) => !isFixed(model) && !isOnlyNamed(model, modelOrder) && model.id !== joining)
    .map(({ id }) => id),
  joining,
];
