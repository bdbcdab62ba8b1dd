import { expect, it } from "vitest";
import { sectionOf } from "./use-section.ts";

it("reads the section from the address and falls back to the first", () => {
  expect([sectionOf("#/settings/models"), sectionOf("#/settings/nothing"), sectionOf("#/library")]).toEqual([
    "models",
    "general",
    "general",
  ]);
});
