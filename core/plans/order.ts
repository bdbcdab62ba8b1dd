import { err, ok, type Result } from "#core/base/schema";
import { referencedSteps } from "./references.ts";
import type { Step } from "./schema.ts";

/** Steps a step has to wait for, by name: those it refers to and those it says it comes after. */
export const stepsBefore = (step: Step): readonly string[] => [...new Set([...referencedSteps(step.input), ...step.after])];

/**
 * Steps so that each comes after all it waits for; among those that are ready, the one written first goes first. Deterministic.
 * The error holds the names of the steps that wait for each other. Names that are no step are ignored.
 */
export const inRunningOrder = (steps: readonly Step[]): Result<readonly Step[], readonly string[]> => {
  const positions = new Map(steps.map(({ name }, index) => [name, index]));
  const waiters = new Map<string, string[]>();
  const missing = new Map<string, number>();
  for (const step of steps) {
    const before = stepsBefore(step).filter((name) => positions.has(name));
    missing.set(step.name, before.length);
    for (const name of before) waiters.set(name, [...(waiters.get(name) ?? []), step.name]);
  }
  const ready = new Set<number>();
  steps.forEach(({ name }, index) => missing.get(name) === 0 && ready.add(index));
  const ordered: Step[] = [];
  // Looking through what is ready costs the width of the plan, which is small beside running it.
  while (ready.size > 0) {
    let index = Number.POSITIVE_INFINITY;
    for (const candidate of ready) index = Math.min(index, candidate);
    ready.delete(index);
    const step = steps[index];
    if (step === undefined) break;
    ordered.push(step);
    for (const waiter of waiters.get(step.name) ?? []) {
      const left = (missing.get(waiter) ?? 0) - 1;
      missing.set(waiter, left);
      if (left === 0) ready.add(positions.get(waiter) ?? 0);
    }
  }
  if (ordered.length === steps.length) return ok(ordered);
  const done = new Set(ordered.map(({ name }) => name));
  return err(steps.map(({ name }) => name).filter((name) => !done.has(name)));
};
