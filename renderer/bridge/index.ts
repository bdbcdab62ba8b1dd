export { createBridge, type Bridge, type Client, type ShellClient } from "./bridge.ts";
export { BridgeProvider, useBridge, useClient, useConnection } from "./bridge-context.tsx";
export type { Auth, AuthError, AuthStatus } from "./auth.ts";
export type { ConnectionState } from "./connection.ts";
export { attempt, type ClientError } from "./failure.ts";
export { filesOfDrop, filesOfInput, storeFiles, type BroughtFile } from "./intake.ts";
export { consume, follow } from "./streams.ts";
export type { StoredFile } from "./upload.ts";
