import type { CallReceipt } from "./call-receipt.ts";
import type { GenerateRequest, ModelEvent, ModelInfo } from "./schema.ts";

/** Somebody who can answer: a file on this machine, a provider, or the built-in quoter. One object may serve many answers in turn. */
export interface LanguageModel {
  readonly info: ModelInfo;
  /**
   * Streams one answer. The stream never rejects and ends in exactly one `model-end` or `model-error`; what was streamed before an error stays true.
   * Errors: Aborted (the signal; text so far was delivered), ContextTooLong, AnswerInvalid (not JSON although `jsonSchema` asked for it, or a tool
   * input that is not JSON), and per place: local ModelFileMissing, ModelFileCorrupt, ModelEngineFailed; cloud ProviderKeyMissing,
   * ProviderKeyRefused, ProviderBusy, ProviderRefused, ProviderUnreachable, ProviderBroken, ProviderSilent.
   * Leaving the loop early stops the work. Asks once; `receipt` is filled in on the way by models that somebody bills.
   */
  readonly generate: (request: GenerateRequest, signal: AbortSignal, receipt?: CallReceipt) => AsyncIterable<ModelEvent>;
  /** Tokens the text takes in this model; an upper estimate where the tokenizer is the provider's. Never throws. */
  readonly countTokens: (text: string) => Promise<number>;
  /** Stops answers under way and frees memory; the object is not used again. */
  readonly dispose: () => Promise<void>;
}

/** UTF-8 bytes per token, low so that a budget made from it fits: English prose measures 4 and more, code about 3 (OpenAI tokenizer guide). */
const bytesPerToken = 3;

/** An upper estimate of tokens for text whose tokenizer is not here. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);
