import { expect, it } from "vitest";
import catalogue from "../../../resources/models/catalogue.json";
import { addTexts, i18n, type Translate } from "../../ui/i18n.ts";
import { descriptionOf } from "./description-words.ts";
import de from "./de.json";
import en from "./en.json";

addTexts("models", en);
const t: Translate = (key, values) => i18n.t(key, { ns: "models", ...values });

it("the catalogue's models are described in English as in the catalogue, and each in German", async () => {
  expect(catalogue.models.map((model) => descriptionOf(model, t))).toEqual(catalogue.models.map(({ description }) => description));
  i18n.addResourceBundle("de", "models", de);
  await i18n.changeLanguage("de");
  const same = catalogue.models.filter((model) => descriptionOf(model, t) === model.description);
  expect(same).toEqual([]);
  await i18n.changeLanguage("en");
});

it("a model from elsewhere is described as its publisher does", () => {
  expect(descriptionOf({ id: "hf:somebody/something.v1", description: "Their words." }, t)).toBe("Their words.");
});
