export type { Migration } from "./migrations.ts";
export { openStore, type Store, type StoreDep } from "./open.ts";
