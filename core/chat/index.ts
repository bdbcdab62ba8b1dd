export { createAdoption, type AdoptedConversation, type AdoptedImage, type AdoptedMessage, type Adoption } from "./adopt.ts";
export { createChat, type Chat } from "./chat.ts";
export { openArchive } from "./open-archive.ts";
export { chatOperations, foldersOperations, imagesOperations, queueOperations } from "./operations.ts";
export type { Answerer, Library } from "./ports.ts";
export { createQuotes } from "./quoted-in.ts";
export { chatMigrations } from "./store.ts";
