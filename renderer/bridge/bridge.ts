import { createORPCClient, type ClientContext, type ClientLink } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { contract, shellContract } from "#core/contract";
import type { Result } from "#core/base/schema";
import { createAuth, type Auth } from "./auth.ts";
import { createConnectionStore, type ConnectionStore } from "./connection.ts";
import type { ClientError } from "./failure.ts";
import { createPortLink } from "./port-link.ts";
import { createSocketLink } from "./socket-link.ts";
import { uploadFile, type StoredFile, type UploadRequest } from "./upload.ts";

export type Client = ContractRouterClient<typeof contract>;

/** The desktop's windows, tray, keys and updates. */
export type ShellClient = ContractRouterClient<typeof shellContract>["shell"];

/** What the preload exposes, and nothing more. */
interface DesktopWindow {
  readonly pathForFile: (file: File) => string;
}

declare global {
  interface Window {
    readonly olympusDesktop?: DesktopWindow;
  }
}

/** The interface's one way to the core: same calls, same streams, whichever host runs it. */
export interface Bridge {
  readonly host: "desktop" | "browser";
  /** Stable for the window's life; calls made while the line is down wait for it, at most ten seconds. */
  readonly client: Client;
  /** Null in a browser, which has windows of its own. */
  readonly shell: ShellClient | null;
  readonly connection: ConnectionStore;
  /** Opens the line; in a browser, once somebody is signed in. */
  readonly connect: () => void;
  /** Null on the desktop, where the operating system has already asked. */
  readonly auth: Auth | null;
  /** The path of a dropped file on this machine; null in a browser, which must upload instead. */
  readonly pathForFile: ((file: File) => string) | null;
  readonly upload: (request: UploadRequest) => Promise<Result<StoredFile, ClientError>>;
}

const clientOver = (link: ClientLink<ClientContext>): Client => createORPCClient<Client>(link);
const shellOver = (link: ClientLink<ClientContext>): ShellClient =>
  createORPCClient<ContractRouterClient<typeof shellContract>>(link).shell;

export const createBridge = (): Bridge => {
  const connection = createConnectionStore();
  const desktop = window.olympusDesktop;
  if (desktop !== undefined) {
    const link = createPortLink(connection);
    return {
      host: "desktop",
      client: clientOver(link),
      shell: shellOver(link),
      connection,
      connect: () => {},
      auth: null,
      pathForFile: desktop.pathForFile,
      upload: async () => ({ ok: false, error: { type: "UploadRefused", reason: "the desktop reads files where they lie" } }),
    };
  }
  const auth = createAuth();
  const url = new URL("/api/rpc", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = createSocketLink(url.href, connection, async () => {
    const status = await auth.status();
    return !status.ok || status.value.state === "ready";
  });
  return {
    host: "browser",
    client: clientOver(socket.link),
    shell: null,
    connection,
    connect: socket.connect,
    auth,
    pathForFile: null,
    upload: (request) => uploadFile(auth.csrfToken(), request),
  };
};
