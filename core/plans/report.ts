import type { Effect, ToolError } from "#core/tools/schema";
import { effectLine } from "./describe.ts";
import type { Report } from "./schema.ts";

/** What is known of one effect of a run. */
export interface EffectRecord {
  readonly position: number;
  readonly number: number;
  readonly effect: Effect;
  readonly state: "intent" | "done" | "nothing" | "unknown" | "undoing" | "undone" | "stuck";
  readonly why: string;
  readonly reverses: string | null;
}

/** Why a run ended before its last step; null when it went to the end. */
export type StopReason = "failed" | "cancelled";

/** Nothing is left behind that would have to be taken back. */
export const leavesNothing = (effect: Effect): boolean =>
  (effect.type === "http" && (effect.method === "GET" || effect.method === "HEAD")) || (effect.type === "command" && !effect.network);

/** How a call ended of which nobody knows how far it came. */
const endOf = (error: ToolError): string => {
  switch (error.type) {
    case "ToolTooSlow":
      return `no answer came within ${Math.round(error.limitMs / 1000)} s`;
    case "Aborted":
      return "it was stopped on the way";
    case "CommandFailed":
      return "the command failed";
    default:
      return "reason" in error ? error.reason : "it failed on the way";
  }
};

/** Said of an effect outside whose tool failed after it had begun. */
export const mayHaveHappened = (effect: Effect, error: ToolError): string => {
  const perhaps: Readonly<Record<Effect["type"], string>> = {
    file: "the file may have been changed",
    http: "the request may have arrived",
    command: "the command may have done something over the network",
    memory: "the note may be in the library",
    notification: "it may have been shown",
  };
  return `${perhaps[effect.type]}, though it ended badly: ${endOf(error)}`;
};

const count = (size: number, one: string): string => `${size} ${one}${size === 1 ? "" : "s"}`;

const outcomeOf = (stopReason: StopReason | null, done: number, undone: number, stuck: number): Report["outcome"] => {
  if (stopReason === "cancelled" && undone === 0) return "stopped";
  if (stopReason === "failed") return stuck === 0 ? "compensated" : "partly-undone";
  if (undone === 0) return "done";
  return done === 0 && stuck === 0 ? "undone" : "partly-undone";
};

const sentences: Readonly<Record<Report["outcome"], string>> = {
  done: "Everything was done",
  stopped: "Stopped on request; what was done stays",
  compensated: "A step failed; what was done has been taken back",
  "partly-undone": "Not everything could be taken back",
  undone: "Everything has been undone",
};

/** The report of a run from what its journal says. Every effect that happened or may have is in exactly one list. */
export const reportOf = (effects: readonly EffectRecord[], stopReason: StopReason | null): Report => {
  const done: Effect[] = [];
  const undone: Effect[] = [];
  const couldNotUndo: { effect: Effect; why: string }[] = [];
  for (const { effect, state, why } of effects) {
    if (state === "done") done.push(effect);
    else if (state === "undone") undone.push(effect);
    else if (state !== "nothing") couldNotUndo.push({ effect, why: why === "" ? "it may have happened; nobody can tell" : why });
  }
  const left = effects.filter(({ effect, state }) => state === "done" && !leavesNothing(effect)).length;
  const outcome = outcomeOf(stopReason, left, undone.length, couldNotUndo.length);
  const parts = [
    ...(done.length > 0 ? [`${count(done.length, "effect")} done`] : []),
    ...(undone.length > 0 ? [`${count(undone.length, "effect")} undone`] : []),
    ...couldNotUndo.slice(0, 3).map(({ effect, why }) => `could not take back "${effectLine(effect)}": ${why}`),
  ];
  return { outcome, done, undone, couldNotUndo, summary: `${[sentences[outcome], ...parts].join("; ")}.` };
};
