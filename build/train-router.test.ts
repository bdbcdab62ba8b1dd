import { statSync } from "node:fs";
import { expect, it } from "vitest";
import { readPrompts, readSamples, reportHeldOut, weightsPath } from "./train-router-report.ts";
import { makePrompts } from "./train-router-templates.ts";

const trained = [...readPrompts("written"), ...makePrompts()];
const heldOut = readPrompts("held-out");
/** A text without what a template or a copy would change: case, signs, numbers. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L} ]/gu, "");

it("the committed prompts out of templates are those the templates make", () => {
  expect(readPrompts("made")).toEqual(makePrompts());
});

it("at least 1,200 prompts are trained on, at least 300 held out, and none of these is among those", () => {
  expect(trained.length).toBeGreaterThanOrEqual(1200);
  expect(heldOut.length).toBeGreaterThanOrEqual(300);
  const seen = new Set(trained.map(({ text }) => bare(text)));
  expect(heldOut.filter(({ text }) => seen.has(bare(text)))).toEqual([]);
  const samples = new Set(readSamples("languages").map(({ text }) => bare(text)));
  expect(readSamples("languages.held-out").filter(({ text }) => bare(text).trim() !== "" && samples.has(bare(text)))).toEqual([]);
});

it("the shipped weights keep what the training script reported", () => {
  const { calibrationError, complexity, intent, language } = reportHeldOut();
  expect(intent).toBeGreaterThanOrEqual(0.92);
  expect(complexity).toBeGreaterThanOrEqual(0.93);
  expect(language).toBeGreaterThanOrEqual(0.95);
  expect(calibrationError).toBeLessThan(0.05);
  expect(statSync(weightsPath).size).toBeLessThan(300_000);
});
