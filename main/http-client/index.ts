export { createHttpClient } from "./http-client.ts";
