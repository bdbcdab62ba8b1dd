import type { Migration } from "#core/store";

export const settingsMigrations: readonly Migration[] = [
  {
    version: 1,
    name: "settings",
    up: "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    down: "DROP TABLE settings",
  },
];
