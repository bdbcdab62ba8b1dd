import type { ClockDep } from "#core/base";
import { abortedBy } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { HostRules, Tool } from "#core/tools";
import type { Effect, Risk, ToolError } from "#core/tools/schema";
import { createOverlay, type Overlay, type OverlayBase } from "#core/workspace";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";
import { hashOf } from "./canonical.ts";
import { firstBroken } from "./conditions.ts";
import { effectsHash, readableDiff } from "./describe.ts";
import type { Json } from "./json-pointer.ts";
import { inRunningOrder, stepsBefore } from "./order.ts";
import { createConflicts } from "./record-paths.ts";
import { referencedSteps, resolveReferences } from "./references.ts";
import { planDraftSchema, type Plan, type PlanError, type Prediction, type Simulation, type Step } from "./schema.ts";
import { nothingOutside, tryStep, type StepTrial } from "./try-step.ts";

/** How long an approval of a dry run holds. */
const defaultExpiryMs = 30 * 60 * 1000;

/** What the executor needs to know of a step beyond its prediction. */
export interface StepExpectation {
  readonly step: string;
  /** Every place the step looks at, as it should be right before it. */
  readonly looked: Readonly<Record<string, Fingerprint>>;
  /** Steps that must be finished before: those of the plan, and those that touch the same places earlier in the order. */
  readonly waitsFor: readonly string[];
}

export interface SimulationRecord extends Simulation {
  readonly order: readonly string[];
  readonly expectations: readonly StepExpectation[];
}

export interface SimulateDeps extends ClockDep, HostRules {
  readonly findTool: (name: string) => Tool | null;
  /** How long a call of this tool took before, on average; null when it never ran. */
  readonly usualMs: (tool: string) => number | null;
  readonly expiryMs?: number | undefined;
}

const riskOrder: readonly Risk[] = ["low", "medium", "high"];
const higher = (left: Risk, right: Risk): Risk => (riskOrder.indexOf(left) > riskOrder.indexOf(right) ? left : right);

/** Does the same again on another overlay. The operations come from an overlay over this one, so they fit. */
const replay = async (
  overlay: Overlay,
  operations: readonly FileOperation[],
  contents: StepTrial["contents"],
): Promise<Result<void, ToolError>> => {
  for (const operation of operations) {
    const done = await (() => {
      switch (operation.type) {
        case "make-folder":
          return overlay.makeFolder(operation.path);
        case "move":
          return overlay.move(operation.from, operation.to);
        case "trash":
          return overlay.trash(operation.path);
        case "write-file": {
          const { after } = operation;
          if (after.kind !== "file") throw new Error(`a written file is a file: ${operation.path}`);
          const bytes = contents(after.sha256);
          if (bytes === undefined) throw new Error(`an overlay lost the bytes of ${operation.path}`);
          return overlay.write(operation.path, bytes, { mode: after.mode });
        }
      }
    })();
    if (!done.ok) return done;
  }
  return ok(undefined);
};

type Foreseen = { readonly trial: StepTrial } | { readonly unknown: string };

/** The hash an approval names: over what the plan says, what it was foreseen to do, and how the world was. Not over ids and times. */
const approvalHash = (plan: Plan, predictions: readonly Prediction[], fingerprints: Readonly<Record<string, Fingerprint>>): string =>
  hashOf({
    plan: planDraftSchema.parse(plan),
    workspaceRoot: plan.workspaceRoot,
    predictions: predictions.map(({ effectsHash: hash, step, unpredictable }) => ({ step, hash, unpredictable })),
    fingerprints,
  });

/**
 * Runs the whole plan on one overlay over `world`. Touches nothing: no file, no host, no process.
 * Errors: PlanInvalid (a circle), SimulationFailed, ConditionFailed, Aborted.
 */
export const simulatePlan = async (
  plan: Plan,
  world: OverlayBase,
  deps: SimulateDeps,
  signal: AbortSignal,
): Promise<Result<SimulationRecord, PlanError>> => {
  const ordered = inRunningOrder(plan.steps);
  if (!ordered.ok) return err({ type: "PlanInvalid", problems: [{ type: "steps-in-a-circle", steps: [...ordered.error] }] });
  const overlay = createOverlay(world);
  const conflicts = createConflicts();
  const outputs = new Map<string, Json>();
  /** Steps whose output is known only once they ran. */
  const open = new Set<string>();
  const predictions: Prediction[] = [];
  const expectations: StepExpectation[] = [];
  const fullEffects: Effect[] = [];
  // A step that may do more than foreseen goes alone: after all before it, and all after it wait. The first name is that of the last such step.
  let sinceAlone: string[] = [];
  let risk: Risk = "low";
  let estimatedMs = 0;
  const usualMs = new Map<string, number | null>();

  const foresee = async (step: Step): Promise<Result<Foreseen, PlanError>> => {
    const tool = deps.findTool(step.tool);
    if (tool === null) return err({ type: "PlanInvalid", problems: [{ type: "tool-unknown", step: step.name, tool: step.tool }] });
    risk = higher(higher(risk, step.risk), tool.info.risk);
    const hazy = referencedSteps(step.input).filter((name) => open.has(name));
    const lost = (what: string): Result<Foreseen, PlanError> => ok({ unknown: what });
    const before = await firstBroken(step.preconditions, overlay, null);
    if (!before.ok) return err({ type: "SimulationFailed", step: step.name, error: before.error });
    if (before.value !== null)
      return open.size > 0
        ? lost("whether it may run is known only once the steps before it have run")
        : err({ type: "ConditionFailed", step: step.name, condition: before.value });
    const resolved = resolveReferences(step.input, outputs);
    if (!resolved.ok)
      return hazy.length > 0
        ? lost(`what it does builds on "${hazy.join('", "')}" and is known only once that has run`)
        : err({ type: "SimulationFailed", step: step.name, error: { type: "ToolInputInvalid", tool: step.tool, reason: resolved.error } });
    const trial = await tryStep(
      step,
      tool,
      resolved.value,
      overlay,
      { ...deps, simulate: true, approvedHosts: [], beforeOutside: nothingOutside },
      signal,
    );
    if (!trial.ok)
      return hazy.length > 0 || (open.size > 0 && trial.error.type !== "Aborted")
        ? lost(`what it does depends on earlier steps and is known only once they have run`)
        : err({ type: "SimulationFailed", step: step.name, error: trial.error });
    const replayed = await replay(overlay, trial.value.operations, trial.value.contents);
    if (!replayed.ok) return err({ type: "SimulationFailed", step: step.name, error: replayed.error });
    const after = await firstBroken(step.postconditions, overlay, trial.value.output);
    if (!after.ok) return err({ type: "SimulationFailed", step: step.name, error: after.error });
    if (after.value !== null && trial.value.unpredictable.length === 0 && hazy.length === 0)
      return err({ type: "ConditionFailed", step: step.name, condition: after.value });
    const unpredictable = [
      ...trial.value.unpredictable,
      ...(hazy.length > 0 ? [`it builds on "${hazy.join('", "')}", whose output is known only once it has run`] : []),
    ];
    return ok({ trial: { ...trial.value, unpredictable } });
  };

  for (const step of ordered.value) {
    if (signal.aborted) return err(abortedBy(signal));
    const startedMs = performance.now();
    const foreseen = await foresee(step);
    if (!foreseen.ok) return foreseen;
    if (!usualMs.has(step.tool)) usualMs.set(step.tool, deps.usualMs(step.tool));
    estimatedMs += usualMs.get(step.tool) ?? performance.now() - startedMs;
    const seen = foreseen.value;
    const alone = sinceAlone[0] !== undefined && open.has(sinceAlone[0]) ? sinceAlone[0] : undefined;
    if ("unknown" in seen) {
      open.add(step.name);
      expectations.push({ step: step.name, looked: {}, waitsFor: [...sinceAlone] });
      sinceAlone = [step.name];
      predictions.push({ step: step.name, effects: [], unpredictable: [seen.unknown], effectsHash: effectsHash([]) });
      continue;
    }
    const { trial } = seen;
    outputs.set(step.name, trial.output);
    if (trial.unpredictable.length > 0) open.add(step.name);
    const earlier = new Set([...stepsBefore(step), ...conflicts.add(step.name, trial.touched)]);
    if (trial.unpredictable.length > 0) {
      sinceAlone.forEach((name) => earlier.add(name));
      sinceAlone = [step.name];
    } else {
      if (alone !== undefined) earlier.add(alone);
      sinceAlone.push(step.name);
    }
    expectations.push({ step: step.name, looked: trial.looked, waitsFor: [...earlier] });
    fullEffects.push(...trial.effects);
    predictions.push({
      step: step.name,
      effects: [...trial.effects],
      unpredictable: [...trial.unpredictable],
      effectsHash: effectsHash(trial.effects),
    });
  }

  const fingerprints = { ...overlay.looked() };
  return ok({
    planId: plan.id,
    planVersion: plan.version,
    hash: approvalHash(plan, predictions, fingerprints),
    predictions,
    diff: readableDiff(fullEffects),
    unpredictable: predictions.flatMap(({ step, unpredictable }) => unpredictable.map((reason) => ({ step, reason }))),
    hosts: [...new Set(fullEffects.flatMap((effect) => (effect.type === "http" ? [effect.host] : [])))].toSorted(),
    // No tool costs money; models are not called by steps.
    costMicroUsd: 0,
    estimatedMs: Math.round(estimatedMs),
    fingerprints,
    expiresAtMs: deps.clock.nowMs() + (deps.expiryMs ?? defaultExpiryMs),
    risk,
    order: ordered.value.map(({ name }) => name),
    expectations,
  });
};
