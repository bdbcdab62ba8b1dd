import { beforeEach, expect, it } from "vitest";
import { createHotkey, isWayland } from "./hotkey.ts";
import { keys, startAnew } from "./testing/fake-electron.ts";

beforeEach(startAnew);
const create = (wayland = false) => createHotkey({ onPressed: () => {}, wayland });

it("takes a key, lets it go for another, and takes none when told so", () => {
  const hotkey = create();
  expect(hotkey.set("Alt+Space")).toEqual({ accelerator: "Alt+Space", state: "on" });
  expect(hotkey.set("Alt+Q")).toEqual({ accelerator: "Alt+Q", state: "on" });
  expect([...keys.held.keys()]).toEqual(["Alt+Q"]);
  expect(hotkey.set(null)).toEqual({ accelerator: null, state: "off" });
  expect(keys.held.size).toBe(0);
});

it("says what stood in the way, and holds nothing then", () => {
  keys.elsewhere.add("Alt+Space");
  expect(create().set("Alt+Space").state).toBe("taken");
  expect(create().set("Alt+").state).toBe("invalid");
  expect(create(true).set("Alt+Q").state).toBe("portal");
  expect([...keys.held.keys()]).toEqual(["Alt+Q"]);
});

it.each([
  ["linux", { XDG_SESSION_TYPE: "wayland" }, true],
  ["linux", { WAYLAND_DISPLAY: "wayland-0" }, true],
  ["linux", { XDG_SESSION_TYPE: "x11" }, false],
  ["darwin", { WAYLAND_DISPLAY: "wayland-0" }, false],
] as const)("knows Wayland: %s %o", (platform, environment, wayland) => expect(isWayland(platform, environment)).toBe(wayland));
