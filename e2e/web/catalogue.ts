import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";

const root = join(import.meta.dirname, "../..");

interface Texts {
  readonly [key: string]: string | Texts;
}

const flat = (texts: Texts): string[] => Object.values(texts).flatMap((value) => (typeof value === "string" ? [value] : flat(value)));

/** Everything the interface can say in a language. */
const said = (language: string): string[] =>
  globSync(`renderer/**/{,*.}${language}.json`, { cwd: root }).flatMap((file) =>
    flat(JSON.parse(readFileSync(join(root, file), "utf8")) as Texts),
  );

/** Fewer letters than this are found in anything. */
const fewestLetters = 6;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const form = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(/\{\{[^}]*\}\}/)
      .map(escaped)
      .join(".+")}$`,
    "u",
  );
const letters = (text: string): number => text.replaceAll(/\{\{[^}]*\}\}|[^\p{L}]/gu, "").length;

/** What of some texts is English where German is spoken: those the English catalogues know and the German ones do not. */
export const englishLeft = (texts: readonly string[]): string[] => {
  const german = said("de").map(form);
  const english = said("en")
    .filter((text) => letters(text) >= fewestLetters)
    .map(form);
  return texts.filter((text) => english.some((pattern) => pattern.test(text)) && !german.some((pattern) => pattern.test(text)));
};

/** What a person reads or hears on the page now: texts, names, hints, each once. What people and models wrote is left out. */
export const textsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const add = (text: string | null) => {
      const plain = text?.replaceAll(/\s+/g, " ").trim() ?? "";
      if (plain !== "") found.add(plain);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (node.parentElement?.closest("script, style, .md, pre, code, article p") === null) add(node.textContent);
    const names = ["aria-label", "aria-description", "aria-valuetext", "title", "placeholder", "alt"];
    for (const element of document.querySelectorAll("*")) for (const name of names) add(element.getAttribute(name));
    add(document.title);
    return [...found];
  });

/** Words of the interface that do not fit where they stand: cut off by their element, as `what: words`. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, a, h1, h2, h3, h4, th, dt, label, legend, [role=tab], [role=radio], span, p")]
      .filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== ""),
      )
      .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      .filter((element) => getComputedStyle(element).overflowX !== "visible" || element.matches("button, a"))
      .map((element) => `${element.tagName.toLowerCase()}: ${element.innerText.replaceAll(/\s+/g, " ").trim()}`),
  );
