export type { PassphraseVault } from "./auth-routes.ts";
export { createHttpHost, type HttpHost, type HttpHostOptions } from "./host.ts";
export type { HttpLimits } from "./limits.ts";
export { isLoopback } from "./origin-guard.ts";
export { writePrivateFile } from "./private-file.ts";
