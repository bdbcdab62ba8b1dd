import { silentLog } from "#core/base";
import { createOlympus } from "#core/host";
import { ok } from "#core/base/schema";

const noSecrets = {
  get: async () => ok(null),
  set: async () => ok(undefined),
  remove: async () => ok(undefined),
  status: () => "open" as const,
};

/** The whole of core over a data folder, without anything outside. */
export const openTestHost = async (dataDir: string) => {
  const opened = await createOlympus({ dataDir, hostName: "cli", version: "0.0.0", secrets: noSecrets, log: silentLog });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};
