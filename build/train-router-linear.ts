import { softmax, type SparseVector } from "#core/router";

/** Numerical Recipes' linear congruential generator: the same numbers on every run. Below the given bound. */
export const createRandom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

export interface Example {
  readonly features: SparseVector;
  /** Position in the list of classes. */
  readonly label: number;
}

/** Chosen by cross-validation on the training prompts. */
const epochs = 20;
const rate = 0.1;
const decay = 3e-4;
const folds = 5;

const scoresOf = (rows: readonly Float64Array[], { places, values }: SparseVector): number[] =>
  rows.map((row) => places.reduce((sum, place, index) => sum + (row[place] ?? 0) * (values[index] ?? 0), 0));

/** Multinomial logistic regression by Adagrad, weights drawn towards zero wherever an example touches them. One row for each class. */
export const trainRows = (examples: readonly Example[], classCount: number, featureCount: number): Float64Array[] => {
  const rows = Array.from({ length: classCount }, () => new Float64Array(featureCount));
  const histories = Array.from({ length: classCount }, () => new Float64Array(featureCount).fill(1e-2));
  const random = createRandom(7);
  const order = [...examples];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = random(last + 1);
      [order[last], order[other]] = [order[other] as Example, order[last] as Example];
    }
    for (const { features, label } of order) {
      const { places, values } = features;
      const probabilities = softmax(scoresOf(rows, features), 1);
      for (const [at, row] of rows.entries()) {
        const history = histories[at] as Float64Array;
        const error = (probabilities[at] as number) - (at === label ? 1 : 0);
        for (let index = 0; index < places.length; index += 1) {
          const place = places[index] as number;
          const gradient = error * (values[index] as number) + decay * (row[place] as number);
          history[place] = (history[place] as number) + gradient * gradient;
          row[place] = (row[place] as number) - (rate * gradient) / Math.sqrt(history[place] as number);
        }
      }
    }
  }
  return rows;
};

/** Scores of every example by rows that were trained without it, in the order of the examples. */
export const crossScores = (examples: readonly Example[], classCount: number, featureCount: number): number[][] => {
  const scores: number[][] = examples.map(() => []);
  for (let fold = 0; fold < folds; fold += 1) {
    // Neighbours in the files resemble one another, so whole runs of twenty go into one fold.
    const isTest = (index: number) => Math.floor(index / 20) % folds === fold;
    const rows = trainRows(
      examples.filter((_, index) => !isTest(index)),
      classCount,
      featureCount,
    );
    for (const [index, { features }] of examples.entries()) if (isTest(index)) scores[index] = scoresOf(rows, features);
  }
  return scores;
};

/** The temperature under which the examples are likeliest, out of a grid. */
export const fitTemperature = (scores: readonly (readonly number[])[], examples: readonly Example[]): number => {
  let best = { temperature: 1, loss: Infinity };
  for (let step = 4; step <= 60; step += 1) {
    const temperature = step / 20;
    const loss = scores.reduce((sum, given, index) => sum - Math.log(softmax(given, temperature)[examples[index]?.label ?? 0] ?? 1e-9), 0);
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
};
