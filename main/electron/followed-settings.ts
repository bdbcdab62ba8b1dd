import { app } from "electron";
import type { Settings } from "#core/settings/schema";
import type { Core } from "./open-core.ts";
import { textsOf, type TextsDep } from "./texts.ts";

interface SettingsFollower {
  readonly onLanguage: () => void;
  readonly onKey: (quickPromptKey: string | null) => void;
}

export interface FollowedSettings extends TextsDep {
  /** As they were last heard of; null before the core is open. */
  readonly get: () => Settings | null;
  /** Until the signal aborts. The first ones count as a change of the key, and of the language where it is another than the system's. */
  readonly follow: (client: Core["client"], follower: SettingsFollower, signal: AbortSignal) => Promise<void>;
}

/** The person's settings as the shell knows them, and the words it speaks by them. */
export const createFollowedSettings = (): FollowedSettings => {
  let settings: Settings | null = null;
  // Electron knows the system's language once it is ready; until then Node's guess has to do.
  const texts = () => textsOf(settings?.language ?? "system", app.getLocale() || Intl.DateTimeFormat().resolvedOptions().locale);
  return {
    get: () => settings,
    texts,
    follow: async (client, { onKey, onLanguage }, signal) => {
      for await (const next of await client.settings.watch(undefined, { signal })) {
        const keyBefore = settings === null ? undefined : settings.quickPromptKey;
        const spoken = texts();
        settings = next;
        if (texts() !== spoken) onLanguage();
        if (keyBefore !== next.quickPromptKey) onKey(next.quickPromptKey);
      }
    },
  };
};
