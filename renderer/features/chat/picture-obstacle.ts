import type { ModelInfo } from "#core/llm/schema";

/** Why nobody would see the pictures of a question: nobody there sees, none of those on this machine does, or the chosen one does not. */
export type PictureObstacle = "nobody" | "nobody-here" | "chosen";

/** Null where somebody sees them, and while nothing is known of the models. */
export const pictureObstacle = (models: readonly ModelInfo[], chosenId: string | null, isPrivate: boolean): PictureObstacle | null => {
  if (models.length === 0) return null;
  const seeing = models.filter(({ available, images }) => available && images);
  if (seeing.length === 0) return "nobody";
  const permitted = isPrivate ? seeing.filter(({ place }) => place === "local") : seeing;
  if (permitted.length === 0) return "nobody-here";
  return chosenId === null || permitted.some(({ id }) => id === chosenId) ? null : "chosen";
};
