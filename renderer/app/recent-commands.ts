const storageKey = "olympus-recent-commands";
const most = 5;

/** What was last chosen in the palette, newest first. */
export const recentCommands = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string").slice(0, most) : [];
  } catch {
    // Decision: what cannot be read is forgotten.
    return [];
  }
};

export const rememberCommand = (id: string): void =>
  localStorage.setItem(storageKey, JSON.stringify([id, ...recentCommands().filter((other) => other !== id)].slice(0, most)));
