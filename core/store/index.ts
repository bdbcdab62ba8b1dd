export { verifyBackup } from "./backup.ts";
export type { Migration } from "./migrations.ts";
export { openStore, type OpenStoreOptions, type Store, type StoreDep } from "./open.ts";
export { restoreBackup, type Restored } from "./restore.ts";
export { readMigrationStatus } from "./status.ts";
