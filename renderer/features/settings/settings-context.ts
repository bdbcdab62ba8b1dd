import { createContext, use } from "react";
import { useStore } from "zustand";
import type { Settings } from "#core/settings/schema";
import type { SavedSettingsStore } from "./saved-settings.ts";

export const SettingsContext = createContext<SavedSettingsStore | null>(null);

export const useSaved = (): SavedSettingsStore => {
  const saved = use(SettingsContext);
  if (saved === null) throw new Error("useSaved is called outside the settings screen");
  return saved;
};

export const useSettings = (): Settings => useStore(useSaved().store, ({ settings }) => settings);
