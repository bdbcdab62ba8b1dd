import { expect, it } from "vitest";
import { settingsPatchSchema } from "#core/settings/schema";
import { acceleratorOf } from "./shell-words.ts";

const press = (code: string, ...held: ("ctrlKey" | "metaKey" | "altKey" | "shiftKey")[]) => ({
  code,
  key: "",
  ctrlKey: held.includes("ctrlKey"),
  metaKey: held.includes("metaKey"),
  altKey: held.includes("altKey"),
  shiftKey: held.includes("shiftKey"),
});

it.each([
  [press("Space", "ctrlKey", "shiftKey"), "Control+Shift+Space"],
  [press("KeyQ", "altKey"), "Alt+Q"],
  [press("Digit1", "metaKey"), "Super+1"],
  [press("F9"), "F9"],
])("%o is a key that can be had", (event, accelerator) => {
  expect(acceleratorOf(event)).toBe(accelerator);
  expect(settingsPatchSchema.parse({ quickPromptKey: accelerator })).toEqual({ quickPromptKey: accelerator });
});

it.each([press("KeyQ"), press("KeyQ", "shiftKey"), press("Space"), press("ControlLeft", "ctrlKey"), press("Enter", "ctrlKey")])(
  "%o is none: it is typing, or not a whole key yet",
  (event) => expect(acceleratorOf(event)).toBeNull(),
);
