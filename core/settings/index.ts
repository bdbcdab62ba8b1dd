export { openFileVault, type FileVault } from "./file-vault.ts";
export { settingsOperations } from "./operations.ts";
export type { SecretsDep, SecretStore } from "./secrets.ts";
export { createSettings, type SettingsDep, type SettingsStore } from "./settings.ts";
export { settingsMigrations } from "./store.ts";
