export type { AnswerAbout, AnswerEvent, AnswerOptions, TriedModel } from "./answer-event.ts";
export type { LanguageModel } from "./language-model.ts";
export { createLlamaModel } from "./llama-cpp.ts";
export { createLlamaEngine, defaultLlamaOptions, type LlamaEngine, type LlamaEngineOptions } from "./llama-engine.ts";
export { toModelInfo } from "./model-file.ts";
export { createModels, type Models, type ModelsDeps, type ModelsOptions } from "./models.ts";
export { modelsOperations, providersOperations } from "./operations.ts";
export { llmMigrations } from "./store.ts";
