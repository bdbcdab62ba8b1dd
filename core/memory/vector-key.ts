/** Chunk ids stay below this, model numbers below 2^13, so that a key is an exact JavaScript number. */
const chunkSpan = 2 ** 40;

/** Where `vectors` keeps a chunk's vector of a model. */
export const vectorKey = (modelNumber: number, chunkId: number): number => modelNumber * chunkSpan + chunkId;

export const chunkIdOfKey = (key: number): number => key % chunkSpan;

/** All keys of a model: `first` ≤ key < `end`. */
export const vectorKeys = (modelNumber: number): { readonly first: number; readonly end: number } => ({
  first: modelNumber * chunkSpan,
  end: (modelNumber + 1) * chunkSpan,
});
