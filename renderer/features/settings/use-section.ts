import { useSyncExternalStore } from "react";
import { parseRoute } from "../../ui/route.ts";

export const sections = ["general", "models", "embedding", "acting", "programs", "desktop", "data", "about"] as const;
export type Section = (typeof sections)[number];

export const sectionOf = (hash: string): Section => {
  const route = parseRoute(hash);
  const named = route.screen === "settings" ? route.section : null;
  return sections.find((section) => section === named) ?? "general";
};

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The section the address names; the first when it names none. */
export const useSection = (): Section => useSyncExternalStore(subscribe, () => sectionOf(location.hash));
