export type { Approvals } from "./approvals.ts";
export type { GatewayCall } from "./call.ts";
export { createPermission, type Decision, type Gateway, type GatewayDep, type Permission } from "./gateway.ts";
export { permissionMigrations } from "./migrations.ts";
export { approvalsOperations, grantsOperations } from "./operations.ts";
