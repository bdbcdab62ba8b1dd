import i18next, { type i18n as I18n } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import errors from "./errors.en.json";
import en from "./en.json";

/** Texts of the interface. Each feature has a namespace of its own, brought in by `addTexts` when the feature loads. */
export const i18n: I18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  defaultNS: "ui",
  resources: { en: { ui: en, errors } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

type Texts = { readonly [key: string]: string | Texts };

export const addTexts = (namespace: string, texts: Texts): void => {
  i18n.addResourceBundle("en", namespace, texts);
};

export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** The texts of one namespace: `const t = useTexts("chat")`. */
export const useTexts = (namespace: string): Translate => {
  const { t } = useTranslation(namespace);
  return (key, values) => t(key, values ?? {});
};
