/** Speed is told over this long. */
const windowMs = 5000;

/** Bytes a second over the last seconds. */
export const createMeter = () => {
  let samples: { readonly atMs: number; readonly bytes: number }[] = [];
  return {
    /** `bytes`: all so far. A smaller number than before begins anew. */
    add: (bytes: number, nowMs: number): void => {
      if (bytes < (samples.at(-1)?.bytes ?? 0)) samples = [];
      samples.push({ atMs: nowMs, bytes });
      while (samples.length > 2 && (samples[0]?.atMs ?? nowMs) < nowMs - windowMs) samples.shift();
    },
    bytesPerSecond: (nowMs: number): number => {
      const [first] = samples;
      const last = samples.at(-1);
      if (first === undefined || last === undefined || nowMs <= first.atMs) return 0;
      return Math.round(((last.bytes - first.bytes) * 1000) / (nowMs - first.atMs));
    },
  };
};
