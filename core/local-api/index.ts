export { createLocalApi, type LocalApi } from "./local-api.ts";
export { localApiOperations } from "./operations.ts";
export { localApiMigrations } from "./token-store.ts";
