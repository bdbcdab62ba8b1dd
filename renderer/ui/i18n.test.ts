import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { formatBytes, formatClock, formatDate, formatDuration, formatList, formatMoney, formatNumber } from "./format.ts";
import { addTexts, i18n, languageOf, setLanguage, startLanguage } from "./i18n.ts";

const german: Record<string, object> = {
  "../features/fruit/de.json": { apples_one: "1 Apfel", apples_other: "{{count}} Äpfel" },
  "../ui/de.json": { close: "Schließen" },
  "../ui/errors.de.json": { Aborted: { title: "Angehalten" } },
};
const asked: string[] = [];
const files = Object.fromEntries(
  Object.keys(german).map((path) => [
    path,
    async () => {
      asked.push(path);
      return german[path] as never;
    },
  ]),
);
const kept = new Map<string, string>();
const page = { documentElement: { lang: "en" } };

beforeEach(() => {
  kept.clear();
  asked.length = 0;
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", { languages: ["fr-FR", "de-AT", "en"] });
});

afterEach(async () => {
  await setLanguage("en");
  vi.unstubAllGlobals();
});

describe("the language", () => {
  it.each([
    ["de", ["en-GB"], "de"],
    ["system", ["fr", "de-AT", "en"], "de"],
    ["system", ["en-US", "de"], "en"],
    ["system", ["fr", "ja"], "en"],
    ["system", [], "en"],
  ] as const)("chosen as %s on a system that speaks %j is %s", (choice, system, language) => {
    expect(languageOf(choice, system)).toBe(language);
  });

  it("of the last time is there before anything is drawn, without asking twice", async () => {
    kept.set("olympus-language", "de");
    await startLanguage(files);
    expect([i18n.t("close"), i18n.t("Aborted.title", { ns: "errors" }), page.documentElement.lang]).toEqual([
      "Schließen",
      "Angehalten",
      "de",
    ]);
    await setLanguage("de");
    expect(asked).toEqual(["../ui/de.json", "../ui/errors.de.json"]);
  });

  it("reaches a feature that comes later, plural forms included", async () => {
    await startLanguage(files);
    addTexts("fruit", { apples_one: "1 apple", apples_other: "{{count}} apples", sour: "sour" });
    await setLanguage("en");
    await setLanguage("de");
    const fruit = (key: string, count?: number) => i18n.t(key, { ns: "fruit", count });
    expect([fruit("apples", 1), fruit("apples", 3), fruit("apples", 12_345), fruit("sour")]).toEqual([
      "1 Apfel",
      "3 Äpfel",
      "12.345 Äpfel",
      "sour",
    ]);
    await setLanguage("en");
    expect([fruit("apples", 1), fruit("apples", 12_345), page.documentElement.lang]).toEqual(["1 apple", "12,345 apples", "en"]);
  });

  it("asked for last is the one that is spoken, whichever arrives first", async () => {
    await startLanguage({});
    const first = setLanguage("de");
    const second = setLanguage("en");
    await Promise.all([first, second]);
    expect([i18n.language, kept.get("olympus-language")]).toEqual(["en", "en"]);
  });

  it("that cannot be fetched leaves English, and is fetched when asked for again", async () => {
    let broken = true;
    addTexts("flaky", { yes: "yes" });
    await setLanguage("en");
    await startLanguage({ "../x/flaky/de.json": async () => (broken ? Promise.reject(new Error("offline")) : { yes: "ja" }) });
    expect(i18n.t("yes", { ns: "flaky" })).toBe("yes");
    broken = false;
    await setLanguage("en");
    await setLanguage("de");
    expect(i18n.t("yes", { ns: "flaky" })).toBe("ja");
  });
});

it("numbers, money, sizes, times and lists are written as the language writes them", async () => {
  const noon = new Date(2026, 10, 21, 9, 5).getTime();
  const written = () => [
    formatNumber(1234.5),
    formatMoney(2_500_000),
    formatMoney(1),
    formatBytes(1536),
    formatDuration(850),
    formatDate(noon),
    formatClock(noon),
    formatList(["a", "b", "c"]),
    formatList(["a", "b"], "disjunction"),
  ];
  await setLanguage("en");
  expect(written()).toEqual(["1,234.5", "$2.50", "<$0.0001", "1.5 KB", "0.9 s", "21 Nov 2026", "09:05", "a, b and c", "a or b"]);
  await setLanguage("de");
  expect(written()).toEqual([
    "1.234,5",
    "2,50\u00a0$",
    "<0,0001\u00a0$",
    "1,5 KB",
    "0,9 s",
    "21. Nov. 2026",
    "09:05",
    "a, b und c",
    "a oder b",
  ]);
});
