import { expect, it } from "vitest";
import type { ModelInfo } from "#core/llm/schema";
import { pictureObstacle } from "./picture-obstacle.ts";

const model = (id: string, place: ModelInfo["place"], images: boolean, available = true) => ({ id, place, images, available }) as ModelInfo;
const quoting = model("extractive", "extractive", false);
const cloud = model("a", "cloud", true);
const here = model("b", "local", true);
const blind = model("c", "local", false);

it.each([
  ["nothing is known of the models yet", [], [], null, false, null],
  ["nobody sees", [quoting, blind], [], null, false, "nobody"],
  ["who sees is not available", [model("a", "cloud", true, false)], ["a"], null, false, "nobody"],
  ["a service that is asked by itself sees", [quoting, cloud], ["a"], null, false, null],
  ["a service that is asked only by name sees", [quoting, cloud], [], null, false, "unasked: a"],
  ["the chosen one sees", [cloud], [], "a", false, null],
  ["the chosen one does not, and a service would", [cloud, blind], [], "c", false, "chosen: a"],
  ["the chosen one does not, and who is asked by itself comes first", [cloud, blind, here], [], "c", false, "chosen: b"],
  ["only a service sees, and it is private", [cloud], ["a"], "a", true, "nobody-here"],
  ["somebody here sees, and it is private", [cloud, here], [], null, true, null],
] as const)("%s", (_title, models, order, chosen, isPrivate, expected) => {
  const obstacle = pictureObstacle(models, order, chosen, isPrivate);
  const words = obstacle === null ? null : [obstacle.type, obstacle.instead?.id].filter((part) => part !== undefined).join(": ");
  expect(words).toBe(expected);
});
