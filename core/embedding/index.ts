export type { Embedder, EmbeddingPurpose } from "./embedder.ts";
export { createHashedEmbedder } from "./hashed.ts";
export { learnLsa, type LearnLsaOptions } from "./learn-lsa.ts";
export { encodeOnnxModel } from "./onnx-file.ts";
export { stem } from "./stem.ts";
export { isStopWord } from "./stop-words.ts";
export { fold, tokenize } from "./tokenize.ts";
export { openEmbeddingFolder, openLsa } from "./worker-embedder.ts";
