import { expect, it } from "vitest";
import { commandOf, shortcuts } from "./shortcuts.ts";

const press = (key: string, modifiers: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

it("hears the palette on either kind of keyboard", () => {
  expect(commandOf(press("k", { ctrlKey: true }), true)).toBe("palette");
  expect(commandOf(press("k", { metaKey: true }), false)).toBe("palette");
});

it("tells letters with Shift from those without", () => {
  expect(commandOf(press("O", { ctrlKey: true, shiftKey: true }), true)).toBe("new-chat");
  expect(commandOf(press("o", { ctrlKey: true }), true)).toBeNull();
});

it("leaves plain keys to somebody who writes", () => {
  expect(commandOf(press("/"), true)).toBeNull();
  expect(commandOf(press("/"), false)).toBe("focus");
});

it("finds the slash where it needs Shift", () => {
  expect(commandOf(press("/", { ctrlKey: true, shiftKey: true }), true)).toBe("list");
});

it("leaves Alt to the system", () => {
  expect(commandOf(press("k", { ctrlKey: true, altKey: true }), false)).toBeNull();
});

it("gives no two commands the same keys", () => {
  expect(new Set(Object.values(shortcuts)).size).toBe(Object.keys(shortcuts).length);
});
