import i18next, { type FormatterModule, type i18n as I18n } from "i18next";
import { use } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Settings } from "#core/settings/schema";
import errors from "./errors.en.json";
import en from "./en.json";

/** A language the interface is written in. English is part of the program, any other is fetched when it is spoken. */
type Language = Exclude<Settings["language"], "system">;

export type Texts = { readonly [key: string]: string | Texts };

/** Every file of a translation by its path: `../features/plans/de.json` holds the namespace `plans`, `../ui/errors.de.json` holds `errors`. */
type Translations = Readonly<Record<string, () => Promise<Texts>>>;

/** How numbers and dates are written: one place each, so that two people with one language see the same. */
const localeOf: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE" };

const languages = Object.keys(localeOf) as Language[];
const rememberedKey = "olympus-language";

const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text);

/** Texts of the interface. Each feature has a namespace of its own, brought in by `addTexts` when the feature loads. */
export const i18n: I18n = i18next.createInstance();

/** How many there are is written as the language writes numbers. Any other number may be a port, a code or a version, and stays as it is. */
const counts: FormatterModule = {
  type: "formatter",
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value: unknown, _look, language, options): string =>
    options?.["interpolationkey"] === "count" && typeof value === "number"
      ? new Intl.NumberFormat(isLanguage(language ?? "") ? localeOf[language as Language] : localeOf.en).format(value)
      : (value as string),
};

void i18n
  .use(counts)
  .use(initReactI18next)
  .init({
    lng: "en",
    fallbackLng: "en",
    defaultNS: "ui",
    // Said outright, or every text asked for is first looked at for whether its key is a sentence (an eighth of drawing a conversation).
    keySeparator: ".",
    nsSeparator: false,
    resources: { en: { ui: en, errors } },
    interpolation: { escapeValue: false, alwaysFormat: true },
    initAsync: false,
  });

const namespaces = new Set(["ui", "errors"]);
const arrivals = new Map<string, Promise<void>>();
const arrived = new Set<string>();
let translations: Translations = {};
/** What was asked for last: a language that comes late does not replace it. */
let wanted: Language = "en";

const spokenHere = (): readonly string[] => (typeof navigator === "undefined" ? [] : navigator.languages);

/** The language of a choice: the system's is the first of its languages the interface is written in, else English. */
export const languageOf = (choice: Settings["language"], system: readonly string[] = spokenHere()): Language =>
  choice === "system" ? (system.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(isLanguage) ?? "en") : choice;

const fileOf = (language: Language, namespace: string): (() => Promise<Texts>) | undefined =>
  Object.entries(translations).find(
    ([path]) => path.endsWith(`/${namespace}/${language}.json`) || path.endsWith(`/${namespace}.${language}.json`),
  )?.[1];

/** The texts of a namespace, fetched once. A file that cannot be fetched leaves English standing and is asked for again the next time. */
const arrival = (language: Language, namespace: string): Promise<void> => {
  const key = `${language} ${namespace}`;
  const known = arrivals.get(key);
  if (known !== undefined) return known;
  const fetched = (async () => {
    const load = language === "en" ? undefined : fileOf(language, namespace);
    const texts = await load?.().catch(() => null);
    if (texts === null) return void arrivals.delete(key);
    if (texts !== undefined) i18n.addResourceBundle(language, namespace, texts);
    arrived.add(key);
  })();
  arrivals.set(key, fetched);
  return fetched;
};

/** Brings in the English texts of a feature, named like its folder. Its translation follows by itself where another language is spoken. */
export const addTexts = (namespace: string, texts: Texts): void => {
  namespaces.add(namespace);
  i18n.addResourceBundle("en", namespace, texts);
  if (wanted !== "en") void arrival(wanted, namespace);
};

/** Speaks the chosen language everywhere, at once and without losing what is open; remembered for the next start. Never fails: what cannot be fetched stays English. */
export const setLanguage = async (choice: Settings["language"]): Promise<void> => {
  localStorage.setItem(rememberedKey, choice);
  const language = languageOf(choice);
  if (language === wanted && i18n.language === language) return;
  wanted = language;
  await Promise.all([...namespaces].map((namespace) => arrival(language, namespace)));
  if (wanted !== language) return;
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
};

/** Before anything is drawn: the language of the last time, or the system's. Nothing in English is seen first. */
export const startLanguage = async (files: Translations): Promise<void> => {
  translations = files;
  const remembered = localStorage.getItem(rememberedKey) ?? "system";
  await setLanguage(isLanguage(remembered) ? remembered : "system");
};

/** For `Intl`: how numbers, dates and lists are written in the language spoken now. */
export const locale = (): string => localeOf[isLanguage(i18n.language) ? i18n.language : "en"];

export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** The texts of one namespace: `const t = useTexts("chat")`. Waits for a translation that is under way. */
export const useTexts = (namespace: string): Translate => {
  const { t } = useTranslation(namespace);
  const key = `${i18n.language} ${namespace}`;
  const pending = arrived.has(key) ? undefined : arrivals.get(key);
  if (pending !== undefined) use(pending);
  return (key, values) => t(key, values ?? {});
};
