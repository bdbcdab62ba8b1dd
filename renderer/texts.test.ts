import { describe, expect, it } from "vitest";
import { translations } from "./translations.ts";

type Texts = { readonly [key: string]: string | Texts };

const english = import.meta.glob<Texts>(["./**/en.json", "./**/*.en.json"], { eager: true, import: "default" });
const translated = import.meta.glob<Texts>(["./**/??.json", "./**/*.??.json", "!./**/en.json", "!./**/*.en.json"], {
  eager: true,
  import: "default",
});
const sources = import.meta.glob<string>(["./app/*.{ts,tsx}", "./features/**/*.{ts,tsx}", "./ui/**/*.{ts,tsx}"], {
  eager: true,
  import: "default",
  query: "?raw",
});

const languages = ["de"];

/** Words that are the same in German: names, loan words, and texts that are put together of others. */
const sameInGerman =
  /^(Alt|Anthropic|Esc|Meta|Normal|Tab|Autopilot|Budgets?|Chat|Cloud|Code|Desktop|Downloads?|Export|Google Gemini|Hosts?|Import|In|Links?|LM Studio|Markdown|Name|Modus|Olympus|Ollama|OpenAI|Groq|DeepSeek|Mistral|OpenRouter|Passphrase|Pause|PDF|Plan|Prompts?|Start|Status|System|Test|Text|Token|Version|Word|HTML|CSV|JSON|ZIP|SVG|PNG|Mermaid|llama\.cpp|English|Deutsch|example\.org)$/;

/** The texts of a file: those of its folder, or of the nearest folder above that has some. */
const catalogueOf = (path: string): Texts | undefined => {
  const folder = path.slice(0, path.lastIndexOf("/"));
  return folder === "" || folder === "." ? undefined : (english[`${folder}/en.json`] ?? catalogueOf(folder));
};
const inLanguage = (path: string, language: string): string => path.replace(/en\.json$/, `${language}.json`);

const textsOf = (entries: Texts, prefix = ""): [key: string, text: string][] =>
  Object.entries(entries).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : textsOf(value, `${prefix}${key}.`),
  );

const placeholders = (text: string): string => [...new Set(text.match(/{{[^}]*}}/g))].toSorted().join(" ");

/** Without placeholders and signs: what is left for a person to read. */
const read = (text: string): string => text.replaceAll(/{{[^}]*}}/g, "").replaceAll(/[^\p{L}.\s]/gu, "");

const keysOf = (entries: Texts): string[] => textsOf(entries).map(([key]) => key.replace(/_(one|other)$/, ""));

/** Every dotted key that a component asks for by a literal, the arms of a condition included. */
const askedFor = (source: string): string[] =>
  [...source.matchAll(/\bt\(([^;]*?)\)/g)].flatMap(([, inside = ""]) =>
    [...inside.matchAll(/"([a-zA-Z]+(?:\.[a-zA-Z-]+)+)"/g)].flatMap(([, key]) => key ?? []),
  );

const files = Object.entries(sources).filter(([path]) => !path.includes(".test.") && catalogueOf(path) !== undefined);

describe("texts", () => {
  it("are looked for in the features' sources", () => {
    expect(files.flatMap(([, source]) => askedFor(source)).length).toBeGreaterThan(100);
  });

  it.each(files)("hold every key of %s", (path, source) => {
    const known = new Set(keysOf(catalogueOf(path) ?? {}));
    expect(askedFor(source).filter((key) => !known.has(key))).toEqual([]);
  });

  it.each(Object.entries(english))("in %s are not empty, and where one has forms by number it has all of them", (_path, entries) => {
    const texts = Object.fromEntries(textsOf(entries));
    expect(Object.entries(texts).filter(([, text]) => text.trim() === "")).toEqual([]);
    const single = Object.keys(texts).filter((key) => key.endsWith("_one"));
    expect(single.filter((key) => !(key.replace(/_one$/, "_other") in texts) && !(key.replace(/_one$/, "") in texts))).toEqual([]);
  });
});

describe.each(languages)("in %s", (language) => {
  it("every file of texts is there, and no other", () => {
    const there = Object.keys(translated).filter((path) => path.endsWith(`${language}.json`));
    expect(there.toSorted()).toEqual(
      Object.keys(english)
        .map((path) => inLanguage(path, language))
        .toSorted(),
    );
    // A path says of which namespace its texts are by the folder they lie in, or by their own name.
    const reached = Object.keys(translations).filter((path) => /\/[^/.]+(\/|\.)[a-z]{2}\.json$/.test(path));
    expect(reached.filter((path) => path.endsWith(`${language}.json`)).toSorted()).toEqual(there.toSorted());
  });

  it.each(Object.keys(english))("%s has the same keys, forms by number and placeholders, and says something", (path) => {
    const own = Object.fromEntries(textsOf(english[path] ?? {}));
    const theirs = Object.fromEntries(textsOf(translated[inLanguage(path, language)] ?? {}));
    expect({
      missing: Object.entries(own).filter(([key]) => !(key in theirs)),
      unknown: Object.keys(theirs).filter((key) => !(key in own)),
      otherPlaceholders: Object.keys(own).filter(
        (key) => key in theirs && placeholders(own[key] ?? "") !== placeholders(theirs[key] ?? ""),
      ),
      empty: Object.keys(theirs).filter((key) => theirs[key]?.trim() === ""),
    }).toEqual({ missing: [], unknown: [], otherPlaceholders: [], empty: [] });
  });

  it.each(Object.keys(english))("nothing in %s was left as it is in English", (path) => {
    const own = Object.fromEntries(textsOf(english[path] ?? {}));
    const theirs = textsOf(translated[inLanguage(path, language)] ?? {});
    const same = theirs.filter(([key, text]) => text === own[key] && /\p{L}{2}/u.test(read(text)));
    expect(same.filter(([, text]) => !sameInGerman.test(read(text).trim()))).toEqual([]);
  });

  it.each(Object.keys(english))("%s quotes as the language does, and says neither du nor Sie", (path) => {
    const wrong = textsOf(translated[inLanguage(path, language)] ?? {}).filter(
      ([, text]) => /“[^“„]*”|"/.test(text) || /\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir|Ihnen)\b/.test(text),
    );
    expect(wrong).toEqual([]);
  });
});
