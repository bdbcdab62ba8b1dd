import fc from "fast-check";
import { expect, it } from "vitest";
import { resolveKeys } from "./key-bindings.ts";
import { readKeys } from "./key-press.ts";

const keys = fc.constantFrom("mod+k", "mod+shift+k", "K+MOD", "mod+/", "/", "f2", "nonsense key", "mod+K");
const commands = fc.uniqueArray(fc.record({ id: fc.constantFrom("a", "b", "c", "d", "e"), usualKeys: fc.option(keys) }), {
  selector: ({ id }) => id,
});
const ownKeys = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "z", "__proto__", "toString"), fc.option(keys));

it("never gives two commands the same keys, whatever is kept", () => {
  fc.assert(
    fc.property(commands, ownKeys, (all, own) => {
      const given = [...resolveKeys(all, own).values()].filter((value) => value !== null);
      expect(new Set(given).size).toBe(given.length);
      expect(given.map(readKeys)).toEqual(given);
    }),
  );
});

it("gives every command what somebody chose for it, unless somebody chose it for two", () => {
  fc.assert(
    fc.property(commands, ownKeys, (all, own) => {
      const resolved = resolveKeys(all, own);
      const chosen = all.flatMap(({ id }) => (Object.hasOwn(own, id) ? [readKeys(own[id] ?? "")] : []));
      for (const { id } of all) {
        if (!Object.hasOwn(own, id)) continue;
        const mine = own[id];
        if (mine === null) expect(resolved.get(id)).toBeNull();
        const read = readKeys(mine ?? "");
        if (read !== null && chosen.filter((other) => other === read).length === 1) expect(resolved.get(id)).toBe(read);
      }
    }),
  );
});

it("gives every command its usual keys while nobody chose any and they differ", () => {
  const all = ["mod+k", "mod+b", null, "/"].map((usualKeys, index) => ({ id: String(index), usualKeys }));
  expect([...resolveKeys(all, {}).values()]).toEqual(["mod+k", "mod+b", null, "/"]);
});

it("takes usual keys from a command when another is given them, and hands them back", () => {
  const all = [
    { id: "a", usualKeys: "mod+k" },
    { id: "b", usualKeys: "mod+b" },
  ];
  expect(Object.fromEntries(resolveKeys(all, { b: "mod+k" }))).toEqual({ a: null, b: "mod+k" });
  expect(Object.fromEntries(resolveKeys(all, { b: null }))).toEqual({ a: "mod+k", b: null });
  expect(Object.fromEntries(resolveKeys(all, {}))).toEqual({ a: "mod+k", b: "mod+b" });
});
