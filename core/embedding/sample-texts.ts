/** Chunks learned from at most: what a model knows of a library's words hardly changes beyond, and time and memory stay bounded. */
const maximumSample = 40_000;
/** Longer texts count with their beginning only; a chunk is much shorter. */
const maximumCharacters = 10_000;

/**
 * At most `maximum` of the texts, each equally likely, in their order, by reservoir sampling with a fixed sequence: the same texts give the
 * same sample. Holds no more than that in memory. Stops early when the signal is aborted.
 */
export const sampleTexts = async (
  texts: Iterable<string> | AsyncIterable<string>,
  signal?: AbortSignal,
  maximum: number = maximumSample,
): Promise<string[]> => {
  const sample: { readonly position: number; readonly text: string }[] = [];
  let position = 0;
  let state = 1;
  for await (const text of texts) {
    if (signal?.aborted) break;
    const kept = { position, text: text.slice(0, maximumCharacters) };
    if (sample.length < maximum) sample.push(kept);
    else {
      // Knuth's MMIX generator needs 64 bits; this 32-bit one (Numerical Recipes) is even enough to spread a sample.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const place = Math.floor((state / 4294967296) * (position + 1));
      if (place < maximum) sample[place] = kept;
    }
    position += 1;
  }
  return sample.sort((a, b) => a.position - b.position).map(({ text }) => text);
};
