import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isForWriting, pressOf, readKeys, troubleOf } from "./key-press.ts";

const press = (key: string, code = "", ...held: ("ctrlKey" | "metaKey" | "shiftKey" | "altKey")[]) => ({
  key,
  code,
  ctrlKey: held.includes("ctrlKey"),
  metaKey: held.includes("metaKey"),
  shiftKey: held.includes("shiftKey"),
  altKey: held.includes("altKey"),
});

describe("a key press", () => {
  it.each([
    ["Ctrl+K", press("k", "KeyK", "ctrlKey"), false, "mod+k"],
    ["⌘K on a Mac", press("k", "KeyK", "metaKey"), true, "mod+k"],
    ["Control+K on a Mac, which is another key", press("k", "KeyK", "ctrlKey"), true, "ctrl+k"],
    ["Ctrl+Shift+O", press("O", "KeyO", "ctrlKey", "shiftKey"), false, "mod+shift+o"],
    ["Ctrl+O with Caps Lock", press("O", "KeyO", "ctrlKey"), false, "mod+o"],
    ["Ctrl+/ where the slash needs Shift (German)", press("/", "Digit7", "ctrlKey", "shiftKey"), false, "mod+/"],
    ["Ctrl+1 where digits need Shift (French)", press("1", "Digit1", "ctrlKey", "shiftKey"), false, "mod+1"],
    ["Ctrl+Q on a French keyboard, where Q stands at the place of A", press("q", "KeyA", "ctrlKey"), false, "mod+q"],
    ["Ctrl+Ö, which has a letter of its own", press("ö", "Semicolon", "ctrlKey"), false, "mod+ö"],
    ["Ctrl+K on a Russian keyboard", press("л", "KeyK", "ctrlKey"), false, "mod+k"],
    ["Option+K on a Mac, which would write ˚", press("˚", "KeyK", "altKey"), true, "alt+k"],
    ["Ctrl++", press("+", "BracketRight", "ctrlKey"), false, "mod+plus"],
    ["Ctrl+Space", press(" ", "Space", "ctrlKey"), false, "mod+space"],
    ["Shift+F10", press("F10", "F10", "shiftKey"), false, "shift+f10"],
    ["Escape", press("Escape", "Escape"), false, "escape"],
  ])("is read: %s", (_name, event, apple, keys) => {
    expect(pressOf(event, apple)).toBe(keys);
    expect(readKeys(keys)).toBe(keys);
  });

  it.each([
    ["only modifiers", press("Control", "ControlLeft", "ctrlKey")],
    ["a dead key", press("Dead", "Equal")],
    ["a key of an input method", press("Process", "KeyK")],
    ["a composition under way", { ...press("k", "KeyK", "ctrlKey"), isComposing: true }],
    [
      "AltGr, which writes @ and sets Ctrl and Alt on Windows",
      { ...press("@", "KeyQ", "ctrlKey", "altKey"), getModifierState: () => true },
    ],
  ])("is none: %s", (_name, event) => {
    expect(pressOf(event, false)).toBeNull();
  });

  it("is written in one way only, whatever order and case it is kept in", () => {
    expect(readKeys("Shift+Mod+O")).toBe("mod+shift+o");
    const modifier = fc.subarray(["mod", "ctrl", "meta", "alt", "shift"]);
    const key = fc.constantFrom("a", "ö", "/", "1", "f5", "escape", "arrowup", "plus", ".");
    fc.assert(
      fc.property(modifier, key, (held, name) => {
        const keys = readKeys([...held, name].join("+"));
        expect(keys).not.toBeNull();
        expect(readKeys([...held.toReversed(), name].join("+").toUpperCase())).toBe(keys);
        expect(readKeys(keys ?? "")).toBe(keys);
      }),
    );
  });

  it.each(["", "mod+", "mod", "hyper+k", "mod+mod+k", "kk", "mod+ ", "mod++"])("is not %j", (keys) => {
    expect(readKeys(keys)).toBeNull();
  });
});

it("leaves letters and the cursor to somebody who writes", () => {
  expect(["/", "a", "shift+a", "enter", "arrowup", "backspace"].every(isForWriting)).toBe(true);
  expect(["mod+/", "alt+a", "f2", "escape", "mod+enter"].some(isForWriting)).toBe(false);
});

describe("trouble", () => {
  const browser = { inBrowser: true, apple: false };
  const desktop = { inBrowser: false, apple: false };
  it.each([
    ["a", browser, "bare"],
    ["shift+a", browser, "bare"],
    ["enter", browser, "bare"],
    ["mod+c", desktop, "editing"],
    ["mod+arrowleft", desktop, "editing"],
    ["mod+w", browser, "browser"],
    ["mod+t", browser, "browser"],
    ["mod+n", browser, "browser"],
    ["mod+5", browser, "browser"],
    ["alt+f4", desktop, "system"],
    ["meta+k", desktop, "system"],
    ["mod+plus", desktop, "system"],
    ["mod+h", { inBrowser: false, apple: true }, "system"],
  ] as const)("%s", (keys, where, trouble) => {
    expect(troubleOf(keys, where)).toBe(trouble);
  });
  it("is none for free keys", () => {
    for (const keys of ["mod+shift+o", "mod+k", "/", "f2", "alt+l", "mod+;"]) expect(troubleOf(keys, browser)).toBeNull();
    for (const keys of ["mod+t", "mod+n", "mod+5"]) expect(troubleOf(keys, desktop)).toBeNull();
  });
});
