import type { Aborted, Result } from "#core/base";
import type { Mode } from "#core/plans/schema";
import type { Effect, JsonValue, Risk } from "#core/tools/schema";
import type { ApprovalRequest, Because, Refused } from "./schema.ts";

/** One tool call on its way to happen. */
export interface GatewayCall {
  readonly runId: string;
  readonly step: string;
  readonly tool: string;
  /** As the tool will get it, references resolved. */
  readonly input: JsonValue;
  readonly mode: Mode;
  /** The step's own risk; the tool's is looked up and the higher one counts. */
  readonly risk: Risk;
  readonly workspaceRoot: string;
  /** What the call will do, from running it on an overlay. */
  readonly effects: readonly Effect[];
  readonly unpredictable: readonly string[];
  /** Effects of this step in a simulation that a person approved by its hash; null when nobody approved one. Never filled by a model or by policy. */
  readonly approved: readonly Effect[] | null;
  /** The same call tried again after a failure: counts for neither the loop guard nor the rate. */
  readonly retry: boolean;
}

export type Decision =
  | { readonly decision: "allowed"; readonly because: Because }
  | { readonly decision: "ask"; readonly request: ApprovalRequest };

/** The one door every tool call passes, in every mode. Its rules stand in SPEC.md. */
export interface Gateway {
  /**
   * Whether a call may happen now. `ask`: the request is in the inbox; wait for it, then check again. Checking uses up a grant for one call.
   * Errors: CallRefused.
   */
  readonly check: (call: GatewayCall) => Result<Decision, Refused>;
  /** To be called with every outcome: a run that has read untrusted text is marked for good, on disk, before this returns. */
  readonly noteOutcome: (runId: string, outcome: { readonly tool: string; readonly untrusted: boolean; readonly from: string }) => void;
  /** True once the run has read text somebody else may have written. A run that goes on from another inherits with `noteOutcome`. */
  readonly isTainted: (runId: string) => boolean;
  /** Resolves when a person decided, or the request expired. Errors: Aborted. */
  readonly answer: (approvalId: string, signal: AbortSignal) => Promise<Result<"approved" | "rejected" | "expired", Aborted>>;
  /** Forgets counters, one-call and run grants and pending questions of a run that ended. */
  readonly endRun: (runId: string) => void;
}

export interface GatewayDep {
  readonly gateway: Gateway;
}
