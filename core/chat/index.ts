export { createChat, type Chat } from "./chat.ts";
export { chatOperations } from "./operations.ts";
export type { Answerer, Library } from "./ports.ts";
export { chatMigrations } from "./store.ts";
