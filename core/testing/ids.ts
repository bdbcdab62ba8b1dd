import { createIds, type ClockDep, type Ids } from "#core/base";
import { createFakeClock } from "./clock.ts";

/** The same ids in the same order on every run. */
export const createSeededIds = (deps: ClockDep = { clock: createFakeClock() }): Ids => {
  let state = 1;
  return createIds(deps, (size) =>
    Uint8Array.from({ length: size }, () => {
      // Numerical Recipes' linear congruential generator; quality does not matter here.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
};
