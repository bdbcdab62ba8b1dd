export type { StoredChunk } from "./document-store.ts";
export type { Embedders, EmbeddersDep } from "./embedders.ts";
export type { DocumentsDep } from "./ingest.ts";
export { createMemory, type Memory, type MemoryDeps } from "./memory.ts";
export { memoryMigrations } from "./migrations.ts";
export { libraryOperations } from "./operations.ts";
export type { StoredUpload, UploadRefused } from "./uploads.ts";
