import { join } from "node:path";
import type { LanguageModel } from "#core/llm";
import type { GenerateRequest, ModelEvent } from "#core/llm/schema";
import { makeTinyModel } from "#core/testing";
import { root } from "../root.ts";

/**
 * A token costs milliseconds of arithmetic, most of it in the weights and less in looking back, as with real models; small enough to be made
 * on the spot (about 65 MB).
 */
export const shape = { width: 1024, layers: 3, contextTokens: 4096 };
export const benchModel = (): string =>
  makeTinyModel(join(root, "node_modules", ".cache", "olympus", `bench-${shape.width}x${shape.layers}.gguf`), shape);

export const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Speed {
  readonly firstTokenMs: number;
  /** After the first. */
  readonly tokensPerSecond: number;
  readonly text: string;
}

export const requestFor = (messages: GenerateRequest["messages"], conversationKey: string, maxOutputTokens: number): GenerateRequest => ({
  messages,
  sources: [],
  maxOutputTokens,
  temperature: 0,
  conversationKey,
});

export const ask = async (model: LanguageModel, request: GenerateRequest): Promise<Speed> => {
  const startedAtMs = performance.now();
  let firstAtMs: number | undefined;
  let text = "";
  let end: ModelEvent | undefined;
  for await (const event of model.generate(request, new AbortController().signal)) {
    if (event.type === "model-delta") {
      firstAtMs ??= performance.now();
      text += event.text;
    } else end = event;
  }
  if (end?.type !== "model-end" || firstAtMs === undefined) throw new Error(`no answer: ${JSON.stringify(end)}`);
  const seconds = (performance.now() - firstAtMs) / 1000;
  return { firstTokenMs: firstAtMs - startedAtMs, tokensPerSecond: (end.usage.outputTokens - 1) / seconds, text };
};
