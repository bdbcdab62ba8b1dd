import { chatMigrations } from "#core/chat";
import { settingsMigrations } from "#core/settings";
import type { Migration } from "#core/store";

/** The one schema: every module's steps together. Numbers are handed out here, in the order they ship. */
export const migrations: readonly Migration[] = [...settingsMigrations, ...chatMigrations];
