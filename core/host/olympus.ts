import { createIds, silentLog, systemClock, type Clock, type Log } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import { createSettings, settingsOperations, type SecretStore } from "#core/settings";
import { openStore } from "#core/store";
import type { StoreError } from "#core/store/schema";
import { backupOperations, createSystem, systemOperations } from "#core/system";
import type { SystemInfo } from "#core/system/schema";
import { migrations } from "./migrations.ts";

export interface OlympusOptions {
  readonly dataDir: string;
  readonly hostName: SystemInfo["host"];
  readonly version: string;
  readonly secrets: SecretStore;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** Wires every module over one data folder. Errors: whatever keeps the store from opening; nothing was changed then. */
export const createOlympus = async ({ clock = systemClock, dataDir, hostName, log = silentLog, secrets, version }: OlympusOptions) => {
  const opened = openStore({ dataDir, migrations, clock, log });
  if (!opened.ok) return opened;
  const store = opened.value;
  const ids = createIds({ clock });
  const settings = createSettings({ store });
  const system = createSystem({ clock, hostName, secrets, store, version, checks: [] });
  void ids;

  const router = {
    backup: backupOperations({ store }),
    settings: settingsOperations(settings),
    system: systemOperations(system, { store }),
  };

  return ok({
    router,
    info: system.info,
    close: async (): Promise<void> => {
      store.close();
    },
  });
};

export type Olympus = Extract<Awaited<ReturnType<typeof createOlympus>>, { ok: true }>["value"];
export type OlympusOpened = Result<Olympus, StoreError>;
