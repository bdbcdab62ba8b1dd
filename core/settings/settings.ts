import { createBroadcast } from "#core/base";
import type { StoreDep } from "#core/store";
import { settingsSchema, type Settings, type SettingsPatch } from "./schema.ts";

export interface SettingsStore {
  readonly get: () => Settings;
  /** Saves what is given, on disk when it returns, and tells every watcher. */
  readonly update: (patch: SettingsPatch) => Settings;
  /** The settings now and after every change. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<Settings, void, void>;
}

export interface SettingsDep {
  readonly settings: SettingsStore;
}

/** Each field is a row of its own and checked alone: a value that an older or newer version wrote differently costs that one field its default. */
const readSettings = (rows: readonly { name: string; value: string }[]): Settings => {
  const valid: Record<string, unknown> = {};
  for (const { name, value } of rows) {
    if (!Object.hasOwn(settingsSchema.shape, name)) continue;
    const field = settingsSchema.shape[name as keyof Settings];
    try {
      const parsed = field.safeParse(JSON.parse(value));
      if (parsed.success) valid[name] = parsed.data;
    } catch {
      // Decision: unreadable JSON in one row means the default for that one setting.
    }
  }
  return settingsSchema.parse(valid);
};

export const createSettings = ({ store }: StoreDep): SettingsStore => {
  const select = store.database.prepare<[], { name: string; value: string }>("SELECT name, value FROM settings");
  const upsert = store.database.prepare("INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  let current = readSettings(select.all());
  const changes = createBroadcast(current);

  return {
    get: () => current,
    update: (patch) => {
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      store.transaction(() => given.forEach(([name, value]) => upsert.run(name, JSON.stringify(value))));
      current = settingsSchema.parse({ ...current, ...Object.fromEntries(given) });
      changes.publish(current);
      return current;
    },
    watch: (signal) => changes.subscribe(signal),
  };
};
