import { implement } from "@orpc/server";
import { contract } from "#core/contract";
import type { SettingsStore } from "./settings.ts";

const os = implement(contract.settings);

export const settingsOperations = (settings: SettingsStore) =>
  os.router({
    get: os.get.handler(() => settings.get()),
    update: os.update.handler(({ input }) => settings.update(input)),
    watch: os.watch.handler(({ signal }) => settings.watch(signal)),
  });
