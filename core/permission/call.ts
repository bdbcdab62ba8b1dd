import type { Mode } from "#core/plans/schema";
import type { Effect, JsonValue, Risk } from "#core/tools/schema";

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
