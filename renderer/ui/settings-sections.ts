/** The parts of the settings, in their order; each has an address of its own. */
export const settingsSections = ["general", "keyboard", "models", "embedding", "acting", "programs", "desktop", "data", "about"] as const;
export type SettingsSection = (typeof settingsSections)[number];
