import type { ModelInfo } from "#core/llm/schema";
import { isOnlyNamed } from "../../../ui/model-order.ts";

/** Why nobody would see the pictures of a question. */
export interface PictureObstacle {
  /**
   * `nobody`: nobody sees. `nobody-here`: it is private, and nobody on this machine sees. `chosen`: the chosen one does not. `unasked`: nobody is
   * chosen, and those who see are asked only when they are chosen.
   */
  readonly type: "nobody" | "nobody-here" | "chosen" | "unasked";
  /** Who would see them; null: nobody there is. */
  readonly instead: ModelInfo | null;
}

/** Null where somebody sees them, and while nothing is known of the models. `modelOrder`: the settings'. */
export const pictureObstacle = (
  models: readonly ModelInfo[],
  modelOrder: readonly string[],
  chosenId: string | null,
  isPrivate: boolean,
): PictureObstacle | null => {
  if (models.length === 0) return null;
  const seeing = models.filter(({ available, images }) => available && images);
  if (seeing.length === 0) return { type: "nobody", instead: null };
  const permitted = isPrivate ? seeing.filter(({ place }) => place === "local") : seeing;
  const instead = permitted.find((model) => !isOnlyNamed(model, modelOrder)) ?? permitted[0];
  if (instead === undefined) return { type: "nobody-here", instead: null };
  if (chosenId !== null) return permitted.some(({ id }) => id === chosenId) ? null : { type: "chosen", instead };
  return isOnlyNamed(instead, modelOrder) ? { type: "unasked", instead } : null;
};
