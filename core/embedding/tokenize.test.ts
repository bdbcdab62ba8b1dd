import { describe, expect, it } from "vitest";
import { stem } from "./stem.ts";
import { isStopWord } from "./stop-words.ts";
import { fold, tokenize } from "./tokenize.ts";

describe("tokenize", () => {
  it("folds width, letter case and diacritics, in whichever way they are encoded", () => {
    expect(["Ｃａｆé", "CAFE\u0301", "cafe"].map(fold)).toEqual(["cafe", "cafe", "cafe"]);
    expect(tokenize("Straße ﬁnden, ÜBER")).toEqual(["strasse", "finden", "uber"]);
  });
  it("takes apostrophes out and splits at everything that is neither letter nor digit", () => {
    expect(tokenize("The company's 3rd-quarter (2024) isn’t l'été")).toEqual(["the", "company", "3rd", "quarter", "2024", "isnt", "lete"]);
  });
  it("gives a camelCase word whole and in parts", () => {
    expect(tokenize("parseHttpUrl open_file")).toEqual(["parsehttpurl", "parse", "http", "url", "open", "file"]);
  });
  it("pairs characters of scripts without spaces and keeps Korean and Hindi words whole", () => {
    expect(tokenize("東京都 서울시 हिन्दी")).toEqual(["東京", "京都", "서울시", "हिन्दी"]);
  });
  it("cuts words nobody could have written and survives broken text", () => {
    expect(tokenize("x".repeat(1000))).toEqual(["x".repeat(40)]);
    expect(tokenize("\uD800 \u0000 \u200B — …")).toEqual([]);
  });
});

describe("stem", () => {
  it("gives the published stems of the algorithm", () => {
    const published = {
      caresses: "caress",
      ponies: "poni",
      cats: "cat",
      feed: "feed",
      agreed: "agre",
      plastered: "plaster",
      motoring: "motor",
      sing: "sing",
      conflated: "conflat",
      hopping: "hop",
      falling: "fall",
      hissing: "hiss",
      filing: "file",
      happy: "happi",
      relational: "relat",
      vietnamization: "vietnam",
      predication: "predic",
      operator: "oper",
      feudalism: "feudal",
      hopefulness: "hope",
      sensibiliti: "sensibl",
      triplicate: "triplic",
      electrical: "electr",
      goodness: "good",
      revival: "reviv",
      inference: "infer",
      airliner: "airlin",
      adjustable: "adjust",
      replacement: "replac",
      adoption: "adopt",
      effective: "effect",
      probate: "probat",
      rate: "rate",
      controll: "control",
    };
    expect(Object.fromEntries(Object.keys(published).map((word) => [word, stem(word)]))).toEqual(published);
  });
  it("leaves short words and words of other alphabets alone", () => {
    expect(["bus", "gas", "мышами", "3rds"].map(stem)).toEqual(["bus", "gas", "мышами", "3rds"]);
  });
});

it("knows function words of several languages, folded", () => {
  expect(["the", "which", "fur", "nao", "invoice", "war"].map(isStopWord)).toEqual([true, true, true, true, false, false]);
});
