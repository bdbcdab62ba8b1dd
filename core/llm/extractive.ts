import { abortedBy, type ClockDep } from "#core/base";
import { extractiveName, extractiveWording } from "./wording.ts";
import { estimateTokens, type LanguageModel } from "./language-model.ts";
import { selectQuotes, type Quote } from "./quote-selection.ts";
import { termsOf } from "./quote-terms.ts";
import { imageCount } from "./request-size.ts";
import { unmeasuredHere, type GenerateRequest, type ModelEvent, type ModelInfo } from "./schema.ts";

export const extractiveId = "extractive";

export const extractiveInfo: ModelInfo = {
  ...unmeasuredHere,
  id: extractiveId,
  name: extractiveName.name,
  place: "extractive",
  detail: extractiveName.detail,
  // It reads sentence by sentence; this is where a budget for passages may stop.
  contextTokens: 1_000_000,
  tools: false,
  jsonSchema: false,
  images: false,
  available: true,
  problem: null,
};

const toBlockquote = ({ text, number }: Quote): string => `\n\n> ${text.replaceAll("\n", "\n> ")} [${number}]`;

/** The quotes of an extractive answer, in order, each exactly as in its source; empty for a refusal or text that is not one. */
export const readQuotes = (answer: string): { readonly number: number; readonly quote: string }[] =>
  answer.split(/\n\n(?=> )/).flatMap((block) => {
    const match = /^> ([\s\S]*) \[(\d+)\]$/.exec(block);
    return match === null ? [] : [{ number: Number(match[2]), quote: (match[1] ?? "").replaceAll("\n> ", "\n") }];
  });

const questionOf = (request: GenerateRequest): string => request.messages.findLast((message) => message.role === "user")?.text ?? "";

const answerOf = (request: GenerateRequest): string[] => {
  const question = questionOf(request);
  const wording = extractiveWording(question);
  if (termsOf(question).length === 0) return [wording.noQuestion];
  if (request.sources.length === 0) return [wording.noSources];
  const quotes = selectQuotes(question, request.sources);
  if (quotes.length === 0) return [wording.nothingFits];
  return [quotes.length === 1 ? wording.oneQuote : wording.severalQuotes, ...quotes.map(toBlockquote)];
};

const piecesOf = (request: GenerateRequest): string[] =>
  imageCount(request) === 0 ? answerOf(request) : [extractiveWording(questionOf(request)).pictureUnseen, "\n\n", ...answerOf(request)];

/** Answers by quoting: the best one to four sentences of the sources for the last user message, as Markdown blockquotes with [n], or an honest refusal. Needs nothing and costs no tokens. */
export const createExtractiveModel = (deps: ClockDep): LanguageModel => {
  const usage = { inputTokens: 0, outputTokens: 0 };

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    if (signal.aborted) return yield { type: "model-error", error: abortedBy(signal), usage };
    if (request.jsonSchema !== undefined)
      return yield { type: "model-error", error: { type: "AnswerInvalid", reason: extractiveName.onlyQuotes }, usage };
    const startedAtMs = deps.clock.nowMs();
    const pieces = piecesOf(request);
    const firstTokenMs = deps.clock.nowMs() - startedAtMs;
    for (const text of pieces) {
      if (signal.aborted) return yield { type: "model-error", error: abortedBy(signal), usage };
      yield { type: "model-delta", text };
    }
    yield { type: "model-end", reason: "stop", usage, firstTokenMs };
  }

  return { info: extractiveInfo, generate, countTokens: async (text) => estimateTokens(text), dispose: async () => {} };
};
