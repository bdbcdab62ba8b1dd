export { createAdoption, type Adoption } from "./adopt.ts";
export type { AdoptedConversation, AdoptedImage, AdoptedMessage } from "./adopted-rows.ts";
export { zipLimits, type ZipLimits } from "./archive-zip.ts";
export { createChat, type Chat } from "./chat.ts";
export { openArchive } from "./open-archive.ts";
export { chatOperations, foldersOperations, imagesOperations, queueOperations } from "./operations.ts";
export type { Answerer, Library } from "./ports.ts";
export { createQuotes } from "./quoted-in.ts";
export { chatMigrations } from "./store.ts";
