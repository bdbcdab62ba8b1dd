import { join } from "node:path";
import type { ContractRouterClient } from "@orpc/contract";
import { createRouterClient } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { safeStorage, type MessagePortMain } from "electron";
import type { Log } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { contract } from "#core/contract";
import { createOlympus, type LocalApi, type Notifier } from "#core/host";
import { createHttpClient } from "../http-client/index.ts";
import { hubNetwork } from "../hub-network.ts";
import { createDefectInterceptor, createDefectReporter } from "../logging/index.ts";
import { errorSentence } from "../sentences.ts";
import { createKeychainSecrets } from "./keychain.ts";
import type { Platform } from "./platform.ts";
import { shellOperations } from "./shell-operations.ts";

interface OpenCoreOptions {
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  readonly notifier: Notifier;
  readonly platform: Platform;
}

export interface Core {
  /** The contract as a caller in this process has it. */
  readonly client: ContractRouterClient<typeof contract>;
  readonly localApi: LocalApi;
  /** Answers what comes through the port. */
  readonly connect: (port: MessagePortMain) => void;
  readonly close: () => Promise<void>;
}

export interface CoreClosed {
  /** For the person. */
  readonly sentence: string;
  /** Another version might open it: the version is to blame, and not a full disk or a second program. */
  readonly blamesVersion: boolean;
}

/** The product and what carries it to the windows. Its own file, because it brings the database and everything else that the first window does not wait for. */
export const openCore = async ({ dataDir, log, notifier, platform, version }: OpenCoreOptions): Promise<Result<Core, CoreClosed>> => {
  const secrets = createKeychainSecrets({ keychain: safeStorage, path: join(dataDir, "keychain.json"), platform: process.platform });
  const opened = await createOlympus({
    dataDir,
    http: createHttpClient(),
    ...hubNetwork(process.env),
    notifier,
    hostName: "desktop",
    version,
    secrets,
    log,
  });
  if (!opened.ok) return err({ sentence: errorSentence(opened.error), blamesVersion: opened.error.type === "MigrationFailed" });
  const { close, localApi, router } = opened.value;
  const handler = new RPCHandler(
    { ...router, ...shellOperations(platform) },
    { clientInterceptors: [createDefectInterceptor(createDefectReporter(log))] },
  );
  return ok({
    client: createRouterClient(router, { context: {} }),
    localApi,
    connect: (port) => {
      handler.upgrade(port, { context: {} });
      port.start();
    },
    close,
  });
};
