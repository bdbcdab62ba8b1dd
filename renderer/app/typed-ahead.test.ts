import { expect, it, vi } from "vitest";
import { typeAhead } from "./typed-ahead.ts";

const setUp = () => {
  const target = new EventTarget();
  const onGiveUp = vi.fn();
  const ahead = typeAhead(target as unknown as Window, onGiveUp);
  /** Whether the press was kept from whatever has the focus. */
  const press = (key: string, held: { readonly ctrlKey?: boolean; readonly altKey?: boolean; readonly altGraph?: boolean } = {}) => {
    const getModifierState = (name: string) => name === "AltGraph" && held.altGraph === true;
    const event = new Event("keydown", { cancelable: true });
    target.dispatchEvent(Object.assign(event, { key, ctrlKey: false, altKey: false, metaKey: false, ...held, getModifierState }));
    return event.defaultPrevented;
  };
  return { ahead, onGiveUp, press };
};

it("keeps letters in their order, takes them back one by one, and gives them once", () => {
  const { ahead, press } = setUp();
  for (const key of ["d", "a", "k", "Backspace", "r", "k", " ", "é"]) expect(press(key)).toBe(true);
  expect(ahead.take()).toBe("dark é");
  expect(ahead.take()).toBe("");
});

it("keeps Enter and Tab from what is about to be covered, and leaves other commands alone", () => {
  const { ahead, press } = setUp();
  expect([press("Enter"), press("Tab"), press("k", { ctrlKey: true }), press("b", { altKey: true }), press("Shift"), press("F5")]).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(press("@", { ctrlKey: true, altKey: true, altGraph: true })).toBe(true);
  expect(ahead.take()).toBe("@");
});

it("lets go of the keys once it was taken from, and gives up with Esc", () => {
  const { ahead, onGiveUp, press } = setUp();
  expect(press("Escape")).toBe(true);
  expect(onGiveUp).toHaveBeenCalledOnce();
  ahead.take();
  expect(press("a")).toBe(false);
});
