import type { z } from "zod";
import type { Result } from "#core/base";
import type { Files } from "#core/workspace";
import type { HostRules } from "./host-rules.ts";
import type { Effect, JsonValue, ToolError, ToolInfo } from "./schema.ts";

/** What a tool may touch and under which rules. One context serves one call. */
export interface ToolContext extends HostRules {
  /** Always an overlay: nothing done here reaches the disk by itself. */
  readonly files: Files;
  /** True in a dry run: outside effects are described in `effects` and not done. */
  readonly simulate: boolean;
  /** Globs of places a command may change; what else it changes is thrown away. */
  readonly mayChange: readonly string[];
  /** Hosts that a request's redirects may lead to, besides its own. */
  readonly approvedHosts: readonly string[];
  /**
   * Asked with the exact effect right before an outside effect happens (request, command, note, notification); never in a dry run.
   * The place to compare with the prediction, to journal the intent and to ask for permission. An error ends the call with nothing done.
   */
  readonly beforeOutside: (effect: Effect, signal: AbortSignal) => Promise<Result<void, ToolError>>;
}

export interface ToolOutcome {
  readonly output: JsonValue;
  /** In the order they happened. File effects are in the overlay, not on disk. */
  readonly effects: readonly Effect[];
  /** Plain sentences about what a dry run cannot know; empty in a real run. */
  readonly unpredictable: readonly string[];
  /** The output holds text of documents, web pages, files or commands: somebody else may have written it to mislead. */
  readonly untrusted: boolean;
}

export interface Tool {
  readonly info: ToolInfo;
  readonly input: z.ZodType;
  /**
   * Checks the input and does the work, the same way in a dry run and in a real one. Never throws for anything the input says.
   * Errors: ToolInputInvalid, Aborted, and those its file names.
   */
  readonly run: (input: unknown, context: ToolContext, signal: AbortSignal) => Promise<Result<ToolOutcome, ToolError>>;
}
