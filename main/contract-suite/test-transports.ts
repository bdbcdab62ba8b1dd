import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { createORPCClient, ORPCError, type ClientLink } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { RPCHandler } from "@orpc/server/message-port";
import WebSocket from "ws";
import { silentLog, systemClock } from "#core/base";
import { contract } from "#core/contract";
import { createOlympus } from "#core/host";
import { openFileVault } from "#core/settings";
import { createTestFolder } from "#core/testing";
import { createHttpHost } from "../http/index.ts";
import { createDefectInterceptor, createDefectReporter } from "../logging/index.ts";

export type Client = ContractRouterClient<typeof contract>;
export const transports = ["MessagePort", "WebSocket", "REST"] as const;
export type Transport = (typeof transports)[number];

const passphrase = "correct horse battery";

type Router = Parameters<typeof createHttpHost>[0]["olympus"]["router"];

const overPort = (router: Router) => {
  const { port1, port2 } = new MessageChannel();
  const handler = new RPCHandler(router, { clientInterceptors: [createDefectInterceptor(createDefectReporter(silentLog))] });
  handler.upgrade(port1 as unknown as Parameters<typeof handler.upgrade>[0], { context: {} });
  port1.start();
  port2.start();
  return {
    link: new PortLink({ port: port2 as unknown as ConstructorParameters<typeof PortLink>[0]["port"] }),
    close: async () => port1.close(),
  };
};

const overSocket = async (url: string, cookie: string) => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/rpc`, { headers: { cookie, origin: url } });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return { link: new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }), close: async () => socket.close() };
};

/** Failures come over REST as themselves; this puts them back into the form the other transports use. */
const overRest = (url: string, token: string): ClientLink<Record<never, never>> =>
  new OpenAPILink(contract, {
    url: `${url}/api/rest`,
    headers: { authorization: `Bearer ${token}` },
    customErrorResponseBodyDecoder: (body, { status }) => {
      const code = status === 404 ? "MISSING" : status === 422 ? "FAILED" : "BAD_REQUEST";
      return new ORPCError(code, { status, defined: status !== 400, data: body });
    },
  });

export interface Opened {
  readonly client: Client;
  /** What the transports carry, to be compared with the contract. */
  readonly router: object;
  /** For the test's own files; goes with `close`. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** A real Olympus in a folder of its own, its vault open, and a client that reaches it through one transport. */
export const openThrough = async (transport: Transport): Promise<Opened> => {
  const folder = createTestFolder();
  const dataDir = join(folder.path, "data");
  const vault = openFileVault({ path: join(dataDir, "vault.json") });
  const opened = await createOlympus({ dataDir, hostName: "test", secrets: vault, version: "0.0.0" });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { router, close: closeOlympus } = opened.value;
  const host = createHttpHost({
    olympus: { router },
    vault,
    dataDir,
    rendererDir: folder.path,
    version: "0.0.0",
    port: 0,
    host: "127.0.0.1",
    clock: systemClock,
    log: silentLog,
  });
  await host.start();

  const response = await fetch(`${host.url()}/auth/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ passphrase, code: host.setupCode()?.text }),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";

  const line =
    transport === "MessagePort"
      ? overPort(router)
      : transport === "WebSocket"
        ? await overSocket(host.url(), cookie)
        : { link: overRest(host.url(), host.createProcessToken()), close: async () => {} };

  return {
    client: createORPCClient<Client>(line.link),
    router,
    folder: folder.path,
    close: async () => {
      await line.close();
      await host.close(500);
      await closeOlympus();
      folder.cleanup();
    },
  };
};
