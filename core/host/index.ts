export { migrations } from "./migrations.ts";
export { createOlympus, type Olympus, type OlympusOptions } from "./olympus.ts";
export type { HubHttp, HubOptions, HubResponse } from "#core/hub";
export type { LocalApi } from "#core/local-api";
export type { HttpAnswer, HttpClient, HttpRequest, Notifier } from "#core/tools";
export { realRoot } from "#core/workspace";
