import { createStore } from "zustand/vanilla";
import { attempt, follow, type Client } from "../bridge/index.ts";
import { defaultSettings, type Settings, type SettingsPatch } from "#core/settings/schema";
import { commandStore } from "../ui/commands.ts";
import { setLanguage } from "../ui/i18n.ts";
import { applyLook } from "./theme.ts";

/** The settings as this window obeys them: look, language, keys and sidebar change at once, here and in every other window. */
export const createWindowSettings = (client: Client) => {
  const store = createStore<Settings>(() => defaultSettings);
  const take = (settings: Settings) => {
    applyLook(settings);
    void setLanguage(settings.language);
    if (JSON.stringify(settings.shortcuts) !== JSON.stringify(commandStore.getState().ownKeys))
      commandStore.setState({ ownKeys: settings.shortcuts });
    store.setState(settings);
  };
  return {
    store,
    follow: (signal: AbortSignal) => follow((stop) => client.settings.watch(undefined, { signal: stop }), take, signal),
    update: async (patch: SettingsPatch): Promise<void> => {
      take({ ...store.getState(), ...patch } as Settings);
      const updated = await attempt(client.settings.update(patch));
      if (updated.ok) take(updated.value);
    },
  };
};

export type WindowSettings = ReturnType<typeof createWindowSettings>;
