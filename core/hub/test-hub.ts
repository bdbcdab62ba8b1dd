import { createIds, silentLog, systemClock, type Clock } from "#core/base";
import { toModelInfo, readGgufHeader } from "#core/llm";
import { err, ok } from "#core/base/schema";
import { createSettings } from "#core/settings";
import { createLoopbackHubHttp, createTestFolder, startHubServer, tinyModelBytes } from "#core/testing";
import { openStore } from "#core/store";
import { createHub, type HubOptions } from "./hub.ts";
import { hubMigrations } from "./migrations.ts";
import type { HubHttp, HubModels } from "./ports.ts";
import type { Download, DownloadId, HubModel } from "./schema.ts";

const settingsTable = {
  version: 1,
  name: "settings",
  up: "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
  down: "DROP TABLE settings",
};
const migrations = Array.from({ length: 15 }, (_, index) => index + 1).map(
  (version) =>
    [settingsTable, ...hubMigrations].find((step) => step.version === version) ?? { version, name: "not under test", up: "", down: "" },
);

/** Who answers, without a gateway: the real header check, a list in memory. */
const createFileList = (): HubModels => {
  const files = new Map<string, Awaited<ReturnType<HubModels["list"]>>[number]>();
  return {
    list: async () => [...files.values()],
    addFile: async (path) => {
      const header = await readGgufHeader(path);
      if (!header.ok) return err(header.error);
      const info = toModelInfo(path, header.value);
      files.set(info.id, info);
      return ok(info);
    },
    removeFile: (modelId) => files.delete(modelId),
  };
};

export interface TestHubOptions extends Pick<HubOptions, "limits" | "parts"> {
  readonly dataDir: string;
  readonly origin: string;
  readonly targets: readonly string[];
  readonly clock?: Clock | undefined;
  readonly catalogue?: NonNullable<HubOptions["test"]>["catalogue"];
  readonly token?: string | undefined;
  readonly http?: HubHttp | undefined;
}

/** A real hub over a data folder, with the network of a test server. */
export const openTestHub = ({
  catalogue,
  clock = systemClock,
  dataDir,
  http = createLoopbackHubHttp(),
  limits,
  origin,
  parts,
  targets,
  token,
}: TestHubOptions) => {
  const opened = openStore({ dataDir, migrations, clock, log: silentLog });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  const models = createFileList();
  const settings = createSettings({ store });
  const secrets = {
    get: async () => ok(token ?? null),
    set: async () => ok(undefined),
    remove: async () => ok(undefined),
    status: () => "open" as const,
  };
  const deps = { clock, ids: createIds({ clock }), log: silentLog, secrets, settings, store, models, hubHttp: http };
  const hub = createHub(deps, { test: { origin, targets, catalogue }, limits, parts });
  return {
    hub,
    models,
    settings,
    store,
    close: async () => {
      await hub.close();
      store.close();
    },
  };
};

export type TestHub = ReturnType<typeof openTestHub>;

/** A server with a repository of one small model, and a data folder. */
export const startTestHub = async (options: Partial<TestHubOptions> = {}) => {
  const server = await startHubServer();
  const folder = createTestFolder();
  const model = tinyModelBytes();
  server.put("olympus/tiny-GGUF", { "tiny-q4_0.gguf": { bytes: model }, "README.md": { bytes: Buffer.from("# Tiny") } });
  const open = (more: Partial<TestHubOptions> = {}) =>
    openTestHub({ dataDir: folder.path, origin: server.origin, targets: [server.cdnHost], ...options, ...more });
  return {
    server,
    model,
    folder: folder.path,
    open,
    cleanup: async () => {
      await server.close();
      folder.cleanup();
    },
  };
};

/** A clock in which everything takes a twentieth of its time: waits between tries and silences, not the network. */
export const hurriedClock: Clock = {
  nowMs: () => Math.round(performance.timeOrigin + performance.now() * 20),
  sleep: (delayMs, signal) => systemClock.sleep(delayMs / 20, signal),
};

const never = new AbortController().signal;

/** Begins a download or throws. */
export const begin = async (hub: TestHub["hub"], uri = "hf:olympus/tiny-GGUF", variantId = "Q4_0"): Promise<DownloadId> => {
  const started = await hub.download({ uri, variantId }, never);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value.id;
};

/** An entry of a catalogue with one file, nothing of which is known. */
export const catalogueModel = (id: string, repository: string, file: string): HubModel => ({
  id,
  kind: "gguf",
  name: id,
  publisher: "Olympus",
  description: "",
  licence: "Apache-2.0",
  licenceUri: null,
  billionParameters: null,
  contextTokens: null,
  capabilities: ["chat"],
  languages: [],
  variants: [
    {
      id: "only",
      quantisation: "Q4_0",
      aboutBytes: null,
      files: [{ name: file, uri: `https://huggingface.co/${repository}/resolve/main/${file}`, sizeBytes: null, sha256: null }],
    },
  ],
});

/** Waits until a download is as wanted. */
export const until = async (hub: TestHub["hub"], id: DownloadId, isWanted: (download: Download) => boolean): Promise<Download> => {
  const limit = AbortSignal.timeout(8000);
  for await (const downloads of hub.downloads.watch(limit)) {
    const found = downloads.find((download) => download.id === id);
    if (found !== undefined && isWanted(found)) return found;
  }
  throw new Error(`the download did not get there: ${JSON.stringify(hub.downloads.list())}`);
};

/** Fetches and waits for the end, good or bad. */
export const fetchNow = async (hub: TestHub["hub"], uri?: string, variantId?: string): Promise<Download> =>
  until(hub, await begin(hub, uri, variantId), hasSettled);

export const hasSettled = ({ state }: Download): boolean => ["paused", "done", "failed", "cancelled"].includes(state);
