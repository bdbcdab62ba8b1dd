export { migrations } from "./migrations.ts";
export { createOlympus, type Olympus, type OlympusOptions } from "./olympus.ts";
export type { HttpAnswer, HttpClient, HttpRequest } from "#core/tools";
