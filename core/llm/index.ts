export type { LanguageModel } from "./language-model.ts";
export { createLlamaModel } from "./llama-cpp.ts";
export { createLlamaEngine, defaultLlamaOptions, type LlamaEngine, type LlamaEngineOptions } from "./llama-engine.ts";
export { toModelInfo } from "./model-file.ts";
export {
  createModels,
  type AnswerEvent,
  type AnswerOptions,
  type Models,
  type ModelsDeps,
  type ModelsOptions,
  type TriedModel,
} from "./models.ts";
export { modelsOperations, providersOperations } from "./operations.ts";
export { llmMigrations } from "./store.ts";
