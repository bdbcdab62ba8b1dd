import type { ClockDep } from "#core/base";
import { err, type Result } from "#core/base/schema";
import type { ToolError } from "#core/tools/schema";

/** Gives work `limitMs`; its signal aborts then, or when `signal` does. Work that does not listen is left behind. Errors: ToolTooSlow, the work's own. */
export const withTimeLimit = async <T>(
  { clock }: ClockDep,
  limit: { readonly tool: string; readonly limitMs: number; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<Result<T, ToolError>>,
): Promise<Result<T, ToolError>> => {
  const slow = err({ type: "ToolTooSlow" as const, tool: limit.tool, limitMs: limit.limitMs });
  const finished = new AbortController();
  const late = new AbortController();
  const tooLate = clock.sleep(limit.limitMs, finished.signal).then((): Result<T, ToolError> => {
    if (!finished.signal.aborted) late.abort(new DOMException("too slow", "TimeoutError"));
    return slow;
  });
  const result = await Promise.race([work(AbortSignal.any([late.signal, limit.signal])), tooLate]);
  // With a reason of our own: the usual one is an exception with a stack, made for every step.
  finished.abort("finished");
  return !result.ok && result.error.type === "Aborted" && late.signal.aborted && !limit.signal.aborted ? slow : result;
};
