export { promptsOperations } from "./operations.ts";
export { createPrompts } from "./prompts.ts";
export { promptsMigrations } from "./store.ts";
