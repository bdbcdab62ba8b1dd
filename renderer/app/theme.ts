import type { Settings } from "#core/settings/schema";

/** Light, dark, or as the system stands; remembered so that the next start does not flash. */
export const applyTheme = (theme: Settings["theme"]): void => {
  document.documentElement.dataset["theme"] = theme;
  localStorage.setItem("olympus-theme", theme);
};

export const applyRememberedTheme = (): void => {
  const theme = localStorage.getItem("olympus-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
};
