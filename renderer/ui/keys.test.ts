import { expect, it } from "vitest";
import { i18n } from "./i18n.ts";
import { keyNames } from "./keys.tsx";

const t = (key: string) => i18n.t(key, { ns: "ui" });

it("names keys as the keyboard in front of the person does", () => {
  expect(keyNames("mod+shift+o", t, false)).toEqual(["Ctrl", "Shift", "O"]);
  expect(keyNames("mod+shift+o", t, true)).toEqual(["⌘", "⇧", "O"]);
  expect(keyNames("alt+arrowup", t, false)).toEqual(["Alt", "↑"]);
  expect(keyNames("mod+plus", t, false)).toEqual(["Ctrl", "+"]);
  expect(keyNames("mod+pageup", t, false)).toEqual(["Ctrl", "Page Up"]);
  expect(keyNames("escape", t, false)).toEqual(["Esc"]);
  expect(keyNames("f2", t, true)).toEqual(["F2"]);
});
