import type { SpeedSample } from "./engine-store.ts";
import type { ModelSpeed } from "./schema.ts";

/** With fewer, a version's speed is not compared: one answer may have met a busy machine. */
const leastCompared = 3;
/** Below this part of an earlier version's speed it is clearly slower; medians of the same model and version differed by up to a tenth. */
const clearlySlower = 0.8;

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const speedOf = (samples: readonly SpeedSample[]) => ({
  tokensPerSecond: medianOf(samples.map(({ tokensPerSecond }) => tokensPerSecond)),
  firstTokenMs: medianOf(samples.map(({ firstTokenMs }) => firstTokenMs)),
});

/** Each version at the thread count it used last. */
const lastOf = (samples: readonly SpeedSample[], engineVersion: string): readonly SpeedSample[] => {
  const same = samples.filter((sample) => sample.engineVersion === engineVersion);
  return same.filter(({ threads }) => threads === same.at(-1)?.threads);
};

/**
 * The speed of a model from its samples, oldest first: medians for the present engine version, or for the newest one measured. `before` is the best
 * other version that was clearly faster, when both were measured at least three times. Null without samples.
 */
export const summariseSpeed = (samples: readonly SpeedSample[], presentVersion: string): ModelSpeed | null => {
  const newest = samples.at(-1);
  if (newest === undefined) return null;
  const engineVersion = samples.some((sample) => sample.engineVersion === presentVersion) ? presentVersion : newest.engineVersion;
  const present = lastOf(samples, engineVersion);
  const speed = speedOf(present);
  const others = [...new Set(samples.map((sample) => sample.engineVersion))].filter((version) => version !== engineVersion);
  const faster = others
    .map((version) => ({ engineVersion: version, samples: lastOf(samples, version) }))
    .filter((other) => Math.min(other.samples.length, present.length) >= leastCompared)
    .map((other) => ({ engineVersion: other.engineVersion, tokensPerSecond: speedOf(other.samples).tokensPerSecond }))
    .filter(({ tokensPerSecond }) => speed.tokensPerSecond < tokensPerSecond * clearlySlower)
    .toSorted((left, right) => right.tokensPerSecond - left.tokensPerSecond);
  return {
    ...speed,
    threads: present.at(-1)?.threads ?? 0,
    engineVersion,
    measuredAtMs: present.at(-1)?.measuredAtMs ?? 0,
    before: faster[0] ?? null,
  };
};
