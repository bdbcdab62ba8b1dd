import { expect, it } from "vitest";
import errors from "./errors.en.json";
import { errorText, fileProblemText } from "./error-text.ts";

it("says what happened, what was kept and what to do next", () => {
  const text = errorText({ type: "ProviderBusy", provider: "OpenAI", status: 429, retryAfterMs: 12_000 });
  expect(text.title).toBe("OpenAI is busy");
  expect(text.text).toContain("are kept");
  expect(text.text).toContain("in 12 s");
});

it("does not promise a time that nobody named", () => {
  expect(errorText({ type: "ProviderBusy", provider: "OpenAI", status: 529, retryAfterMs: null }).text).toContain("in a moment");
});

it("tells who stopped the work", () => {
  expect(errorText({ type: "Aborted", by: "user" }).title).toBe("Stopped");
  expect(errorText({ type: "Aborted", by: "timeout" }).title).toBe("It took too long");
});

it("counts attempts in words that fit the number", () => {
  expect(errorText({ type: "PassphraseWrong", attemptsLeft: 1 }).text).toMatch(/^One attempt is left/);
  expect(errorText({ type: "PassphraseWrong", attemptsLeft: 3 }).text).toMatch(/^3 attempts are left/);
});

it("writes sizes for people", () => {
  expect(fileProblemText({ type: "FileTooLarge", sizeBytes: 524_288_000, limitBytes: 104_857_600 })).toBe(
    "The file has 500 MB; the limit is 100 MB.",
  );
});

it("has a title and a text for every type", () => {
  for (const [type, texts] of Object.entries(errors)) {
    if (!/^[A-Z]/.test(type) || typeof texts === "string") continue;
    expect(texts).toHaveProperty("title");
    expect(Object.keys(texts).some((key) => key.startsWith("text"))).toBe(true);
  }
});

it("names the step, and why it would fail, without anything left to fill in", () => {
  const text = errorText({ type: "SimulationFailed", step: "move-a", error: { type: "EntryExists", path: "2024/a.pdf" } });
  expect(text.title).toBe("The step “move-a” would fail");
  expect(text.text).toBe("Nothing was changed. 2024/a.pdf is there already.");
});

it("says every problem of a plan", () => {
  const { text } = errorText({
    type: "PlanInvalid",
    problems: [
      { type: "tool-unknown", step: "a", tool: "files.burn" },
      { type: "steps-in-a-circle", steps: ["a", "b"] },
    ],
  });
  expect(text).toBe("Nothing was done. “a” uses files.burn, which there is not. These steps wait for each other: a → b.");
});
