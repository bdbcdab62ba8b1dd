import { expect, it } from "vitest";
import { keyNames } from "./keys.tsx";

it("names keys as the keyboard in front of the person does", () => {
  expect(keyNames("mod+shift+o", false)).toEqual(["Ctrl", "Shift", "O"]);
  expect(keyNames("mod+shift+o", true)).toEqual(["⌘", "⇧", "O"]);
  expect(keyNames("escape", false)).toEqual(["Esc"]);
});
