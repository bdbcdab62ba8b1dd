import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink, type SupportedMessagePort } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { contract, shellContract } from "#core/contract";
import { app, BrowserWindow, ipcMain, startAnew, Tray } from "./fake-electron.ts";

type Client = ContractRouterClient<typeof contract & typeof shellContract>;

interface StartOptions {
  /** The data folder of an earlier start, or a new one. */
  readonly dataDir?: string | undefined;
  readonly args?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Done after the fake is as new and before the program starts. */
  readonly before?: (() => void) | undefined;
}

export interface Desktop {
  readonly dataDir: string;
  readonly main: () => BrowserWindow;
  readonly quick: () => BrowserWindow;
  readonly tray: () => Tray;
  /** Presses the item of the tray's menu with this label. */
  readonly choose: (label: string) => void;
  /** The contract as the page of a window has it. */
  readonly pageOf: (window: BrowserWindow) => Client;
  /** Ends the program as the system would, without a question, and waits for it. */
  readonly end: () => Promise<void>;
}

let starts = 0;

const isQuick = (window: BrowserWindow): boolean => window.loaded[0]?.endsWith("#/quick") === true;
const found = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
};

/** Runs the real `main/index.ts` from its first line on, over the fake of Electron. Several starts share nothing but what lies in their data folder. */
export const startDesktop = async ({
  args = [],
  before,
  dataDir = mkdtempSync(join(tmpdir(), "olympus-shell-")),
  environment = {},
}: StartOptions = {}): Promise<Desktop> => {
  startAnew();
  before?.();
  const argv = process.argv;
  const variables = { ...process.env };
  Object.assign(process.env, { OLYMPUS_HOME: dataDir, HOME: dataDir, ...environment });
  process.argv = ["electron", ...args];
  starts += 1;
  try {
    // The address differs, so that the entry is run anew; what it imports is shared.
    const entry = `${join(import.meta.dirname, "../../index.ts")}?start=${starts}`;
    await import(/* @vite-ignore */ entry);
  } finally {
    process.argv = argv;
    process.env = variables;
  }
  return {
    dataDir,
    main: () =>
      found(
        BrowserWindow.all.findLast((window) => !isQuick(window) && !window.isDestroyed()),
        "main window",
      ),
    quick: () =>
      found(
        BrowserWindow.all.findLast((window) => isQuick(window) && !window.isDestroyed()),
        "quick prompt",
      ),
    tray: () => found(Tray.all.at(-1), "tray"),
    choose: (label) => {
      const item = found(Tray.all.at(-1), "tray").menu.find((entry) => entry.label === label);
      found(item, `"${label}" in the tray`).click?.({} as never, undefined, {} as never);
    },
    pageOf: ({ webContents }) => {
      ipcMain.emit("olympus-port", { sender: webContents, senderFrame: webContents.mainFrame });
      const { port } = found(webContents.mainFrame.received.at(-1)?.ports[0], "port");
      port.start();
      return createORPCClient(new RPCLink({ port: port as unknown as SupportedMessagePort }));
    },
    end: async () => {
      const ended = once(app, "quit");
      app.quit();
      await ended;
    },
  };
};
