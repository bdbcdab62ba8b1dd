export { backupOperations, systemOperations } from "./operations.ts";
export { createSystem, type System } from "./system.ts";
