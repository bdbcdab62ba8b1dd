import { existsSync, readFileSync } from "node:fs";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import WebSocket from "ws";
import { z } from "zod";
import { parseJson } from "#core/base";
import type { contract } from "#core/contract";
import type { FileVault } from "#core/settings";
import { localHostPath } from "../places.ts";

export type Client = ContractRouterClient<typeof contract>;

/** What a running host leaves for the command line of the same user, in a file only that user can read. */
const localHostSchema = z.object({ url: z.url(), token: z.string(), pid: z.number() });
export type LocalHost = z.infer<typeof localHostSchema>;

const readLocalHost = (dataDir: string): LocalHost | null => {
  const path = localHostPath(dataDir);
  if (!existsSync(path)) return null;
  const parsed = parseJson(readFileSync(path, "utf8"), localHostSchema);
  return parsed.ok ? parsed.value : null;
};

export interface Connection {
  readonly client: Client;
  /** Where keys lie, locked; null when a running host has them. */
  readonly vault: FileVault | null;
  readonly close: () => Promise<void>;
}

/** A line to the host that holds the data folder; null when there is none that answers, such as the desktop app. */
export const connectToLocalHost = async (dataDir: string): Promise<Connection | null> => {
  const host = readLocalHost(dataDir);
  if (host === null) return null;
  const socket = new WebSocket(`${host.url.replace(/^http/, "ws")}/api/rpc`, {
    headers: { authorization: `Bearer ${host.token}` },
    handshakeTimeout: 5000,
  });
  const opened = await new Promise<boolean>((resolve) => {
    socket.once("open", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  if (!opened) return null;
  socket.on("error", () => {});
  return {
    client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    vault: null,
    close: async () => socket.close(),
  };
};
