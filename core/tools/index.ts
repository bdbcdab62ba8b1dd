export { privateAddressReason } from "./address.ts";
export { createTools, type Tools, type ToolsDep, type ToolsDeps } from "./create-tools.ts";
export { globMatcher } from "./glob.ts";
export { hostRulesOf, type HostRules } from "./host-rules.ts";
export type { HttpAnswer, HttpClient, HttpClientDep, HttpRequest } from "./ports.ts";
export type { LibraryPort, LibraryPortDep, Notifier, NotifierDep, Sandbox, SandboxAnswer, SandboxDep, SandboxRequest } from "./ports.ts";
export type { Tool, ToolContext, ToolOutcome } from "./tool.ts";
export { createLibraryNotes } from "./library-notes.ts";
export { noHttpClient } from "./unavailable.ts";
