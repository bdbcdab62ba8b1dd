/** Words and vectors that behave like a library's: word frequencies follow Zipf's law, vectors lie in clusters. The same on every run. */
export interface Synthetic {
  readonly text: (wordCount: number) => string;
  /** `wordCount` words of which about half are common, as people's questions are. */
  readonly question: (wordCount: number) => string;
  /** Writes one unit-length vector. */
  readonly vector: (target: Float32Array, offset: number) => void;
  readonly dimensions: number;
}

const vocabularySize = 50_000;
const clusterCount = 1000;
const syllables =
  "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru ta te ti to tu".split(" ");

/** Mulberry32: small, fast, good enough. */
const createRandom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const wordOf = (rank: number): string => {
  let word = "x";
  for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length)) word += syllables[rest % syllables.length];
  return word;
};

export const createSynthetic = (dimensions: number, seed = 1): Synthetic => {
  const random = createRandom(seed);
  // Box–Muller in pairs would halve the cost; a sum of three is near enough to normal and as fast.
  const normal = () => (random() + random() + random() - 1.5) * 2;
  const words = Array.from({ length: vocabularySize }, (_, rank) => wordOf(rank));
  const cumulative = new Float64Array(vocabularySize);
  for (let rank = 0, sum = 0; rank < vocabularySize; rank += 1) cumulative[rank] = sum += 1 / (rank + 2.7);
  const total = cumulative[vocabularySize - 1] ?? 1;
  const centres = Float32Array.from({ length: clusterCount * dimensions }, normal);

  const rank = (): number => {
    const wanted = random() * total;
    let low = 0;
    for (let high = vocabularySize - 1; low < high;) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const join = (count: number, next: () => number) => Array.from({ length: count }, () => words[next()] ?? "").join(" ");

  return {
    dimensions,
    text: (wordCount) => join(wordCount, rank),
    question: (wordCount) => join(wordCount, () => (random() < 0.5 ? rank() : Math.floor(random() ** 2 * 20_000))),
    vector: (target, offset) => {
      const centre = Math.floor(random() * clusterCount) * dimensions;
      let sum = 0;
      for (let index = 0; index < dimensions; index += 1) {
        const value = (centres[centre + index] ?? 0) + normal();
        target[offset + index] = value;
        sum += value * value;
      }
      for (let index = 0; index < dimensions; index += 1) target[offset + index] = (target[offset + index] ?? 0) / Math.sqrt(sum);
    },
  };
};
