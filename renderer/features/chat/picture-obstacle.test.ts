import { expect, it } from "vitest";
import type { ModelInfo } from "#core/llm/schema";
import { pictureObstacle } from "./picture-obstacle.ts";

const model = (id: string, place: ModelInfo["place"], images: boolean, available = true) => ({ id, place, images, available }) as ModelInfo;
const quoting = model("extractive", "extractive", false);

it.each([
  ["nothing is known of the models yet", [], null, false, null],
  ["nobody sees", [quoting, model("a", "cloud", false)], null, false, "nobody"],
  ["who sees is not available", [model("a", "cloud", true, false)], null, false, "nobody"],
  ["somebody sees", [quoting, model("a", "cloud", true)], null, false, null],
  ["the chosen one sees", [model("a", "cloud", true)], "a", false, null],
  ["the chosen one does not", [model("a", "cloud", true), model("b", "local", false)], "b", false, "chosen"],
  ["only a service sees, and it is private", [model("a", "cloud", true)], "a", true, "nobody-here"],
  ["somebody here sees, and it is private", [model("a", "cloud", true), model("b", "local", true)], null, true, null],
] as const)("%s", (_title, models, chosen, isPrivate, obstacle) => {
  expect(pictureObstacle(models, chosen, isPrivate)).toBe(obstacle);
});
