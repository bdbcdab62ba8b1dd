export { createHub, type Hub, type HubDeps, type HubOptions } from "./hub.ts";
export { hubMigrations } from "./migrations.ts";
export { hubOperations } from "./operations.ts";
export type { HubHttp, HubRequest, HubResponse, HubWireError } from "./ports.ts";
export { noHubHttp } from "./unavailable.ts";
