export { createHttpClient } from "./http-client.ts";
export { createHubHttp } from "./hub-http.ts";
