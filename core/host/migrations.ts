import { agentsMigrations } from "#core/agents";
import { answerCacheMigrations } from "#core/answer-cache";
import { budgetsMigrations } from "#core/budgets";
import { chatMigrations } from "#core/chat";
import { hubMigrations } from "#core/hub";
import { llmMigrations } from "#core/llm";
import { localApiMigrations } from "#core/local-api";
import { memoryMigrations } from "#core/memory";
import { permissionMigrations } from "#core/permission";
import { plansMigrations } from "#core/plans";
import { promptsMigrations } from "#core/prompts";
import { routerMigrations } from "#core/router";
import { settingsMigrations } from "#core/settings";
import type { Migration } from "#core/store";
import { workspaceMigrations } from "#core/workspace";

/** The one schema: every module's steps together. Numbers are handed out in the order they ship. */
export const migrations: readonly Migration[] = [
  ...settingsMigrations,
  ...memoryMigrations,
  ...chatMigrations,
  ...llmMigrations,
  ...workspaceMigrations,
  ...plansMigrations,
  ...permissionMigrations,
  ...agentsMigrations,
  ...localApiMigrations,
  ...budgetsMigrations,
  ...answerCacheMigrations,
  ...routerMigrations,
  ...hubMigrations,
  ...promptsMigrations,
];
