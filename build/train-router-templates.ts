import type { Complexity, Intent } from "#core/router/schema";
import { englishLines, englishSlots } from "./train-router-english.ts";
import { germanLines, germanSlots } from "./train-router-german.ts";
import { createRandom } from "./train-router-linear.ts";

/** `templates` are kept apart by `|`; `count` prompts are drawn from them in turn. */
export type PromptLine = readonly [intent: Intent, complexity: Complexity, language: string, count: number, templates: string];

const politeness: Readonly<Record<string, readonly [before: readonly string[], after: readonly string[]]>> = {
  en: [
    ["please ", "can you ", "could you ", "hey, ", "I need you to ", "quick one: "],
    [" please", ", thanks", " thank you!", " asap"],
  ],
  de: [
    ["bitte ", "kannst du mal: ", "hey, ", "kurze Frage: "],
    [" bitte", ", danke", " danke dir"],
  ],
};

export interface MadePrompt {
  readonly text: string;
  readonly intent: Intent;
  readonly complexity: Complexity;
  readonly language: string;
}

/** Prompts out of templates, in English and German; a fifth with a polite word, a fifth in small letters without an end. Always the same list. */
export const makePrompts = (): MadePrompt[] => {
  const random = createRandom(11);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const made = new Map<string, MadePrompt>();
  const fill = (template: string, words: Readonly<Record<string, string>>): string =>
    template.replaceAll(/\{([\p{L}\d]+)\}/gu, (_whole, name: string) => {
      const options = words[name];
      if (options === undefined) throw new Error(`no slot ${name}`);
      return pick(options.split("|"));
    });
  for (const [words, list] of [
    [englishSlots, englishLines],
    [germanSlots, germanLines],
  ] as const)
    for (const [intent, complexity, language, count, templates] of list) {
      const shapes = templates.split("|");
      for (let index = 0; index < count; index += 1) {
        let text = fill((shapes[index % shapes.length] as string).replaceAll("{{", "\u0001").replaceAll("}}", "\u0002"), words);
        text = text.replaceAll("\u0001", "{").replaceAll("\u0002", "}");
        const way = random(5);
        const [before, after] = politeness[language] ?? [[], []];
        if (way === 0)
          text =
            random(2) === 0
              ? `${pick(before)}${text.charAt(0).toLowerCase()}${text.slice(1)}`
              : `${text.replace(/[.?!]$/, "")}${pick(after)}`;
        if (way === 1) text = text.toLowerCase().replace(/[.?!]$/, "");
        made.set(text, { text, intent, complexity, language });
      }
    }
  return [...made.values()];
};
