export { createExtractiveModel, readQuotes } from "./extractive.ts";
export type { LanguageModel } from "./language-model.ts";
