import { expect, it } from "vitest";
import { unmeasured, type ModelInfo } from "#core/llm/schema";
import { isOnlyNamed, orderAfterMove, orderedModels, orderWith } from "./model-order.ts";

const model = (id: string, place: ModelInfo["place"] = "local"): ModelInfo => ({
  ...unmeasured,
  id,
  name: id,
  place,
  detail: "",
  contextTokens: 1,
  tools: false,
  jsonSchema: false,
  images: false,
  available: true,
  problem: null,
});

const models = [model("extractive", "extractive"), model("a"), model("b"), model("c", "cloud")];

it("shows models in the order they are asked, new ones after the ordered, quotes last", () => {
  expect(orderedModels(models, ["c", "a"]).map(({ id }) => id)).toEqual(["c", "a", "b", "extractive"]);
});

it("moves one model and leaves the fixed one out of the stored order", () => {
  const ordered = orderedModels(models, ["c", "a", "gone"]);
  expect(orderAfterMove(ordered, 2, 0)).toEqual(["b", "c", "a"]);
  expect(orderAfterMove(ordered, 0, 2)).toEqual(["a", "b", "c"]);
  expect(orderAfterMove(ordered, 0, 3)).toEqual(["c", "a", "b"]);
});

it("asks a cloud model outside the order only when it is named, and all others anyway", () => {
  expect(models.filter((one) => isOnlyNamed(one, [])).map(({ id }) => id)).toEqual(["c"]);
  expect(models.filter((one) => isOnlyNamed(one, ["c"]))).toEqual([]);
});

it("lets one join at the end, after models of this machine that nobody ever ordered", () => {
  expect(orderWith(models, [], "c")).toEqual(["a", "b", "c"]);
  expect(orderWith(models, ["b"], "new")).toEqual(["b", "a", "new"]);
  expect(orderWith(models, ["c", "b"], "c")).toEqual(["b", "a", "c"]);
});
