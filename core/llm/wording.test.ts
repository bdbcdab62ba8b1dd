import { expect, it } from "vitest";
import { extractiveWording } from "./wording.ts";

const english = "This is what your documents say:";
const german = "Das steht dazu in den Dokumenten:";

it.each([
  ["How high is the deductible for hail damage?", english],
  ["deductible hail", english],
  ["", english],
  ["What does the letter say about the Selbstbehalt?", english],
  ["Wie hoch ist der Selbstbehalt bei Hagel?", german],
  ["wann wurde der Vertrag gekündigt", german],
  ["Gibt es eine Frist für die Kündigung?", german],
  ["Was steht über Wartung im Handbuch?", german],
  ["WELCHE RECHNUNGEN SIND OFFEN", german],
])("words %j in the language it is asked in", (question, words) => {
  expect(extractiveWording(question).severalQuotes).toBe(words);
});
