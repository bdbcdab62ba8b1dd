import { z } from "zod";

/** Which places of a long vector are not zero, and what stands there. Places are distinct. */
export interface SparseVector {
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** One question the classifier answers: a row of weights for each possible answer. */
export interface LinearHead {
  readonly classes: readonly string[];
  /** One byte a weight. */
  readonly rows: readonly Int8Array[];
  /** What one step of a byte is worth, by row. */
  readonly scales: readonly number[];
  /** Divides the scores before they become probabilities, so that "0.8 sure" is right in about 8 cases of 10. */
  readonly temperature: number;
}

/** How a head lies on disk: the rows one after another as base64. */
export const packedHeadSchema = z.object({
  classes: z.array(z.string().min(1)).min(2).max(20),
  scales: z.array(z.number().positive()),
  temperature: z.number().positive().max(100),
  weights: z.string(),
});
export type PackedHead = z.infer<typeof packedHeadSchema>;

export const softmax = (scores: readonly number[], temperature: number): number[] => {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - top) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

/** Rows rounded to bytes, each by its own largest weight. */
export const packHead = (classes: readonly string[], rows: readonly Float64Array[], temperature: number): PackedHead => {
  const scales = rows.map((row) => row.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9) / 127);
  const bytes = rows.map((row, index) => Buffer.from(Int8Array.from(row, (weight) => Math.round(weight / (scales[index] ?? 1))).buffer));
  return { classes: [...classes], scales, temperature, weights: Buffer.concat(bytes).toString("base64") };
};

/** Throws where the sizes do not fit together: the file is then not one of ours. */
export const unpackHead = ({ classes, scales, temperature, weights }: PackedHead, featureCount: number): LinearHead => {
  const bytes = Buffer.from(weights, "base64");
  if (scales.length !== classes.length || bytes.length !== classes.length * featureCount)
    throw new Error(`${classes.length} classes of ${featureCount} weights, but ${scales.length} scales and ${bytes.length} weights`);
  const whole = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const rows = classes.map((_, index) => whole.slice(index * featureCount, (index + 1) * featureCount));
  return { classes, rows, scales, temperature };
};

/** The likeliest class with its probability. */
export const answerOf = ({ classes, rows, scales, temperature }: LinearHead, { places, values }: SparseVector) => {
  const scores = rows.map((row, label) => {
    let sum = 0;
    for (let index = 0; index < places.length; index += 1) sum += (row[places[index] ?? 0] ?? 0) * (values[index] ?? 0);
    return sum * (scales[label] ?? 0);
  });
  const probabilities = softmax(scores, temperature);
  const probability = Math.max(...probabilities);
  return { answer: classes[probabilities.indexOf(probability)] ?? "", probability };
};
