import { ipcMain, MessageChannelMain, type IpcMainEvent, type WebContents } from "electron";
import type { AnyRouter } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import type { Log } from "#core/base";
import { createDefectInterceptor, createDefectReporter } from "../logging/index.ts";
import { isAppUrl } from "./scheme.ts";

const channel = "olympus-port";

/**
 * Gives a window that asks one port to the contract. Only the main frame of a window we opened, showing our own interface, gets one;
 * a page that asks again (after a reload) gets a new port and loses the old one.
 */
export const servePorts = (router: AnyRouter, ownContents: () => WebContents | null, log: Log): void => {
  const handler = new RPCHandler(router, { clientInterceptors: [createDefectInterceptor(createDefectReporter(log))] });
  let closeEarlier = (): void => {};

  const isOurs = ({ sender, senderFrame }: IpcMainEvent): boolean => {
    const contents = ownContents();
    return (
      contents !== null && sender === contents && senderFrame !== null && senderFrame === contents.mainFrame && isAppUrl(senderFrame.url)
    );
  };

  ipcMain.on(channel, (event) => {
    if (!isOurs(event)) return log.warn("port refused", { frame: event.senderFrame?.url.slice(0, 200) ?? "gone" });
    closeEarlier();
    const { port1, port2 } = new MessageChannelMain();
    handler.upgrade(port1, { context: {} });
    port1.start();
    closeEarlier = () => port1.close();
    event.senderFrame?.postMessage(channel, null, [port2]);
  });
};
