import type { Aborted } from "#core/base";
import type { Privacy, RouteDecision } from "#core/router/schema";
import type { AnswerAccount, ModelError, ModelEvent, ModelInfo } from "./schema.ts";

export interface TriedModel {
  readonly modelId: string;
  readonly error: ModelError | Aborted;
}

/** Whose allowances a call counts against, beside the day, the month and the provider. */
export interface AnswerAbout {
  readonly conversationId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly scheduleId?: string | undefined;
}

export interface AnswerOptions {
  /** Asked first when given; the router's order follows. */
  readonly modelId: string | null;
  readonly signal: AbortSignal;
  /** What the call is for, as rules and the history of spending name it. Default `chat`. */
  readonly purpose?: string | undefined;
  readonly about?: AnswerAbout | undefined;
  /** `private`: only models on this machine are asked. Default `open`. */
  readonly privacy?: Privacy | undefined;
  /** `use`: a kept answer may be given. Default `bypass`. */
  readonly cache?: "use" | "bypass" | undefined;
  /** From the call to the last word, over all models that are tried. */
  readonly deadlineMs?: number | undefined;
  /** What the router judges the request by; the last user message when left out. */
  readonly text?: string | undefined;
}

/**
 * A model's story with who tells it: `model-chosen` before each attempt, `model-fallback` after one that failed before its first word, and
 * `model-account` once, right before the end, when anybody was asked or a kept answer was given.
 */
export type AnswerEvent =
  | ModelEvent
  | {
      readonly type: "model-chosen";
      readonly info: ModelInfo;
      /** One sentence for people. */
      readonly why: string;
      readonly tried: readonly TriedModel[];
      readonly decision: RouteDecision | null;
    }
  | { readonly type: "model-fallback"; readonly modelId: string; readonly error: ModelError | Aborted }
  | { readonly type: "model-account"; readonly account: AnswerAccount };
