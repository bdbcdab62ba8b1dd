import fc from "fast-check";
import { expect, it } from "vitest";
import { resolveKeys } from "../../ui/key-bindings.ts";
import { holderOf, keysOfAccelerator, withKeys, withUsualKeys } from "./key-changes.ts";

type OwnKeys = Readonly<Record<string, string | null>>;

const commands = [
  { id: "a", usualKeys: "mod+a" },
  { id: "b", usualKeys: "mod+b" },
  { id: "c", usualKeys: null },
  { id: "d", usualKeys: "/" },
];
const bound = (own: OwnKeys) => {
  const keys = resolveKeys(commands, own);
  return commands.map((command) => ({ ...command, keys: keys.get(command.id) ?? null }));
};

const id = fc.constantFrom("a", "b", "c", "d");
const keys = fc.constantFrom("mod+a", "mod+b", "/", "f2", "mod+shift+k");
const change = fc.record({ id, keys: fc.option(keys) });

it("gives a command the keys that were recorded for it, whoever had them, and nobody else", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let own: OwnKeys = {};
      for (const next of changes) {
        own = withKeys(own, bound(own), next.id, next.keys);
        const now = bound(own);
        expect(now.find((command) => command.id === next.id)?.keys).toBe(next.keys);
        if (next.keys !== null) expect(holderOf(now, next.id, next.keys)).toBeNull();
      }
    }),
  );
});

it("has the usual keys of everything again once every change was taken back", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let own: OwnKeys = {};
      for (const next of changes) own = withKeys(own, bound(own), next.id, next.keys);
      for (const command of commands) own = withUsualKeys(own, command.id);
      expect(own).toEqual({});
    }),
  );
});

it("hands usual keys back to whom they were taken from", () => {
  const taken = withKeys({}, bound({}), "c", "mod+b");
  expect(bound(taken).map((command) => command.keys)).toEqual(["mod+a", null, "mod+b", "/"]);
  expect(bound(withUsualKeys(taken, "c")).map((command) => command.keys)).toEqual(["mod+a", "mod+b", null, "/"]);
});

it("reads the system-wide key as the window hears it", () => {
  expect(keysOfAccelerator("CommandOrControl+Shift+Space", false)).toBe("mod+shift+space");
  expect(keysOfAccelerator("Control+Alt+K", true)).toBe("ctrl+alt+k");
  expect(keysOfAccelerator("Super+1", false)).toBe("meta+1");
  expect(keysOfAccelerator("F9", false)).toBe("f9");
});
