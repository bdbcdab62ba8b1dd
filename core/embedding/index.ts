export type { Embedder, EmbeddingPurpose } from "./embedder.ts";
export { createHashedEmbedder } from "./hashed.ts";
export { stem } from "./stem.ts";
export { isStopWord } from "./stop-words.ts";
export { fold, tokenize } from "./tokenize.ts";
