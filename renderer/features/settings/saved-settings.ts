import { createStore } from "zustand/vanilla";
import { defaultSettings, type Settings, type SettingsPatch } from "#core/settings/schema";
import { attempt, follow, type Client, type ClientError } from "../../bridge/index.ts";

export interface SavedSettings {
  readonly settings: Settings;
  readonly loaded: boolean;
  /** `quiet`: nothing was changed here yet. */
  readonly saving: "quiet" | "saving" | "saved" | "failed";
  readonly problem: ClientError | null;
}

/** Settings that save themselves. A change is seen at once; when it cannot be saved the stored value comes back and the problem is said. */
export const createSavedSettings = (client: Client) => {
  const store = createStore<SavedSettings>(() => ({ settings: defaultSettings, loaded: false, saving: "quiet", problem: null }));
  const set = store.setState;
  let lastSave = 0;
  return {
    store,
    follow: (signal: AbortSignal) =>
      follow(
        (stop) => client.settings.watch(undefined, { signal: stop }),
        (settings) => set({ settings, loaded: true }),
        signal,
      ),
    update: async (patch: SettingsPatch): Promise<void> => {
      lastSave += 1;
      const turn = lastSave;
      const before = store.getState().settings;
      set({ settings: { ...before, ...patch } as Settings, saving: "saving", problem: null });
      const updated = await attempt(client.settings.update(patch));
      if (turn !== lastSave) return;
      if (updated.ok) set({ settings: updated.value, saving: "saved" });
      else set({ settings: before, saving: "failed", problem: updated.error });
    },
  };
};

export type SavedSettingsStore = ReturnType<typeof createSavedSettings>;
