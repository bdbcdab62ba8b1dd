import { describe, expect, it } from "vitest";

type Texts = { readonly [key: string]: string | Texts };

const texts = import.meta.glob<Texts>(["./app/en.json", "./features/*/en.json", "./ui/en.json"], { eager: true, import: "default" });
const sources = import.meta.glob<string>(["./app/*.{ts,tsx}", "./features/*/*.{ts,tsx}", "./ui/*.{ts,tsx}"], {
  eager: true,
  import: "default",
  query: "?raw",
});

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

const keysOf = (entries: Texts, prefix = ""): string[] =>
  Object.entries(entries).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key.replace(/_(one|other)$/, "")] : keysOf(value, `${prefix}${key}.`),
  );

/** Every dotted key that a component asks for by a literal, the arms of a condition included. */
const askedFor = (source: string): string[] =>
  [...source.matchAll(/\bt\(([^;]*?)\)/g)].flatMap(([, inside = ""]) =>
    [...inside.matchAll(/"([a-zA-Z]+(?:\.[a-zA-Z-]+)+)"/g)].flatMap(([, key]) => key ?? []),
  );

const files = Object.entries(sources).filter(([path]) => !path.includes(".test.") && `${folderOf(path)}en.json` in texts);

describe("texts", () => {
  it("are looked for in the features' sources", () => {
    expect(files.flatMap(([, source]) => askedFor(source)).length).toBeGreaterThan(100);
  });

  it.each(files)("hold every key of %s", (path, source) => {
    const known = new Set(keysOf(texts[`${folderOf(path)}en.json`] ?? {}));
    expect(askedFor(source).filter((key) => !known.has(key))).toEqual([]);
  });
});
