import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.ts";
import { sourceWords } from "./visible-words.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const wordsOf = (file: string) => sourceWords(read(file), file.endsWith(".tsx"));

const files = globSync("renderer/**/*.{ts,tsx}", { cwd: root }).filter((file) => !file.includes(".test.") && !file.includes("/harness/"));

interface Texts {
  readonly [key: string]: string | Texts;
}

const keysOf = (texts: Texts, prefix = ""): string[] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === "string" ? [prefix + key] : keysOf(value, `${prefix}${key}.`)));

/** A key without the ending that i18next adds by number or context. */
const asked = (key: string): string => key.replace(/_[a-z-]+$/, "");

const escaped = (piece: string): string => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Files that may ask for a namespace: those beside its texts, and those that name it. */
const askers = (catalogue: string): string[] => {
  const folder = dirname(catalogue);
  const namespace = catalogue.endsWith("errors.en.json") ? "errors" : folder.slice(folder.lastIndexOf("/") + 1);
  const named = new RegExp(String.raw`(useTexts\(|ns: |TextsOf\()"${namespace}"`);
  return files.filter((file) => dirname(file).startsWith(folder) || named.test(read(file)));
};

const unusedIn = (catalogue: string): string[] => {
  const sources = askers(catalogue).map(wordsOf);
  const strings = new Set(sources.flatMap(({ strings: found }) => found));
  const patterns = sources
    .flatMap(({ patterns: found }) => found)
    .filter((pieces) => pieces.length > 1 && pieces.some((piece) => piece.includes(".")))
    .map((pieces) => ({ named: pieces.some((piece) => /\w/.test(piece)), form: new RegExp(`^${pieces.map(escaped).join("(.+)")}$`) }));
  /** A pattern without a word of its own, `${tense}.${kind}`, would fit everything: its parts have to stand in the code too. */
  const fits = (key: string, { named, form }: { readonly named: boolean; readonly form: RegExp }): boolean => {
    const parts = form.exec(key)?.slice(1);
    return parts !== undefined && (named || parts.every((part) => strings.has(part)));
  };
  const isUsed = (key: string): boolean => strings.has(key) || patterns.some((pattern) => fits(key, pattern));
  return keysOf(JSON.parse(read(catalogue)) as Texts).filter((key) => !isUsed(key) && !isUsed(asked(key)));
};

describe("words for people", () => {
  it("that stand in the code are found, however they are written", () => {
    expect(wordsOf("build/canary/renderer/features/spoken/spoken.tsx").visible.toSorted()).toEqual(
      [
        "A picture",
        "A section",
        " files",
        " things",
        "Close it",
        "Described",
        "Nothing here yet",
        "Olympus is here",
        "Plain text",
        "Please wait",
        "Read ",
        "Type here",
        "Working",
        "one",
        "several",
      ].toSorted(),
    );
  });

  it("stand in the catalogues and nowhere in the interface's code", () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((file) => wordsOf(file).visible.map((words) => `${file}: ${words}`))).toEqual([]);
  });

  it("are joined by numbers, dates and lists in the language spoken: one place asks for a locale", () => {
    const places = new Set(["renderer/ui/format.ts", "renderer/ui/i18n.ts", "renderer/ui/money.ts"]);
    const asking = files.filter((file) => /\bIntl\.(?!Segmenter)|\.toLocale(Date|Time)?String\(/.test(read(file)));
    expect(asking.filter((file) => !places.has(file))).toEqual([]);
    expect(asking).toHaveLength(places.size);
  });

  it.each(globSync("renderer/**/{,*.}en.json", { cwd: root }))("in %s are all asked for", (catalogue) => {
    expect(unusedIn(catalogue)).toEqual([]);
  });
});
