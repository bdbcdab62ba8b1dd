import { useSyncExternalStore } from "react";
import { parseRoute } from "../../ui/route.ts";
import { settingsSections, type SettingsSection } from "../../ui/settings-sections.ts";

export const sectionOf = (hash: string): SettingsSection => {
  const route = parseRoute(hash);
  const named = route.screen === "settings" ? route.section : null;
  return settingsSections.find((section) => section === named) ?? "general";
};

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The section the address names; the first when it names none. */
export const useSection = (): SettingsSection => useSyncExternalStore(subscribe, () => sectionOf(location.hash));
