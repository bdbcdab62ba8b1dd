export type { Approvals } from "./approvals.ts";
export { createPermission, type Decision, type Gateway, type GatewayCall, type GatewayDep, type Permission } from "./gateway.ts";
export { permissionMigrations } from "./migrations.ts";
export { approvalsOperations, grantsOperations } from "./operations.ts";
