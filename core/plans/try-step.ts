import { err, ok, type Result } from "#core/base/schema";
import { inputProblems, type HostRules, type Tool, type ToolContext } from "#core/tools";
import type { Effect, ToolError } from "#core/tools/schema";
import { createOverlay, type FileReader, type OverlayBase } from "#core/workspace";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";
import { canonicalJson } from "./canonical.ts";
import type { Json } from "./json-pointer.ts";
import { recordPaths, type TouchedPaths } from "./record-paths.ts";
import type { Step } from "./schema.ts";

/** What a step does, found by running its tool on an overlay. Nothing below the overlay has changed. */
export interface StepTrial {
  readonly output: Json;
  /** Outside effects as the tool reported them, then file effects as the overlay recorded them. */
  readonly effects: readonly Effect[];
  readonly operations: readonly FileOperation[];
  /** The bytes of files the step writes. */
  readonly contents: (sha256: string) => Uint8Array | undefined;
  /** The folder as it is once the step's file changes are applied. */
  readonly after: FileReader;
  readonly looked: Readonly<Record<string, Fingerprint>>;
  readonly touched: TouchedPaths;
  readonly unpredictable: readonly string[];
  readonly untrusted: boolean;
}

export interface TryStepOptions extends HostRules {
  readonly simulate: boolean;
  /** Hosts that redirects may lead to besides the request's own. */
  readonly approvedHosts: readonly string[];
  readonly beforeOutside: ToolContext["beforeOutside"];
}

/** File effects as the overlay recorded them, whatever the tool said; only the diffs are the tool's. */
const fileEffects = (operations: readonly FileOperation[], told: readonly Effect[]): readonly Effect[] => {
  const diffs = new Map(told.flatMap((effect) => (effect.type === "file" ? [[canonicalJson(effect.operation), effect.diff]] : [])));
  return operations.map((operation) => ({ type: "file", operation, diff: diffs.get(canonicalJson(operation)) ?? "" }));
};

/** For a dry run. */
export const nothingOutside: ToolContext["beforeOutside"] = async () =>
  err({ type: "EffectRefused", reason: "a dry run does nothing outside" });

/** Runs one tool on a fresh overlay over `base`. Time limits are the caller's. Errors: the tool's. */
export const tryStep = async (
  step: Step,
  tool: Tool,
  input: Json,
  base: OverlayBase,
  options: TryStepOptions,
  signal: AbortSignal,
): Promise<Result<StepTrial, ToolError>> => {
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) return err({ type: "ToolInputInvalid", tool: step.tool, reason: inputProblems(parsed.error, input) });
  const overlay = createOverlay(base);
  const recorded = recordPaths(overlay);
  const context: ToolContext = { ...options, files: recorded.files, mayChange: step.mayChange };
  const ran = await tool.run(input, context, signal);
  if (!ran.ok) return ran;
  const operations = [...overlay.operations()];
  const effects = [...ran.value.effects.filter(({ type }) => type !== "file"), ...fileEffects(operations, ran.value.effects)];
  return ok({
    output: ran.value.output,
    effects,
    operations,
    contents: (sha256) => overlay.contents(sha256),
    after: overlay,
    looked: overlay.looked(),
    touched: recorded.touched(operations),
    unpredictable: ran.value.unpredictable,
    untrusted: ran.value.untrusted,
  });
};
