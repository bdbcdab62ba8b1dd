import type { ModelInfo } from "#core/llm/schema";

/** Always asked last, whatever is set: it needs nothing and never fails. */
export const isFixed = ({ place }: ModelInfo): boolean => place === "extractive";

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
