import { describe, expect, it } from "vitest";
import type { LanguageModel } from "./language-model.ts";
import type { GenerateRequest, ModelEvent } from "./schema.ts";

/** All events of one answer; stops the answer after `stopAfter` deltas when given. */
export const collect = async (
  model: LanguageModel,
  request: GenerateRequest,
  options: { readonly signal?: AbortSignal; readonly stopAfter?: number } = {},
): Promise<ModelEvent[]> => {
  const controller = new AbortController();
  const signal = options.signal === undefined ? controller.signal : AbortSignal.any([options.signal, controller.signal]);
  const events: ModelEvent[] = [];
  for await (const event of model.generate(request, signal)) {
    events.push(event);
    if (events.filter(({ type }) => type === "model-delta").length === options.stopAfter) controller.abort({ type: "Aborted", by: "user" });
  }
  return events;
};

export const textOf = (events: readonly ModelEvent[]): string =>
  events.map((event) => (event.type === "model-delta" ? event.text : "")).join("");

const isTerminal = ({ type }: ModelEvent): boolean => type === "model-end" || type === "model-error";

export interface ConformanceSubject {
  readonly name: string;
  /** A ready model that answers `request` with at least three deltas. Called once per test. */
  readonly open: () => Promise<LanguageModel>;
  readonly request: GenerateRequest;
  readonly dispose: (model: LanguageModel) => Promise<void>;
}

/** What every `LanguageModel` does, whoever made it. To be called at the top of a test file. */
export const languageModelConformance = ({ name, open, request, dispose }: ConformanceSubject): void => {
  const withModel = async (work: (model: LanguageModel) => Promise<void>) => {
    const model = await open();
    try {
      await work(model);
    } finally {
      await dispose(model);
    }
  };

  describe(`${name} is a language model`, () => {
    it("streams text in several deltas and ends once, with usage and the time to the first token", () =>
      withModel(async (model) => {
        const events = await collect(model, request);
        expect(events.filter(({ type }) => type === "model-delta").length).toBeGreaterThan(2);
        expect(textOf(events)).not.toBe("");
        expect(events.filter(isTerminal)).toHaveLength(1);
        const end = events.at(-1);
        expect(end).toMatchObject({ type: "model-end", usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) } });
        expect(end?.type === "model-end" && end.firstTokenMs).toBeGreaterThanOrEqual(0);
      }));

    it("stops at the signal, keeps what was streamed and says who stopped it", () =>
      withModel(async (model) => {
        const events = await collect(model, request, { stopAfter: 1 });
        expect(textOf(events)).not.toBe("");
        expect(events.filter(isTerminal)).toEqual([
          { type: "model-error", error: { type: "Aborted", by: "user" }, usage: expect.anything() as unknown },
        ]);
        expect(events.at(-1)?.type).toBe("model-error");
      }));

    it("does not begin when the signal has already fired", () =>
      withModel(async (model) => {
        const events = await collect(model, request, { signal: AbortSignal.abort({ type: "Aborted", by: "shutdown" }) });
        expect(events).toEqual([{ type: "model-error", error: { type: "Aborted", by: "shutdown" }, usage: expect.anything() as unknown }]);
      }));

    it("can be left in the middle and answers again afterwards", () =>
      withModel(async (model) => {
        for await (const event of model.generate(request, new AbortController().signal)) if (event.type === "model-delta") break;
        const events = await collect(model, request);
        expect(events.at(-1)?.type).toBe("model-end");
      }));

    it("counts more tokens in longer text", () =>
      withModel(async (model) => {
        expect(await model.countTokens("a longer text with several words")).toBeGreaterThan(await model.countTokens("short"));
      }));

    it("describes itself", () =>
      withModel(async (model) => {
        expect(model.info).toMatchObject({ id: expect.any(String), available: true, problem: null });
        expect(model.info.contextTokens).toBeGreaterThan(0);
      }));
  });
};
