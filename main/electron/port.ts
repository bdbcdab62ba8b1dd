import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebContents } from "electron";
import type { Log } from "#core/base";
import { isAppUrl } from "./scheme.ts";

const channel = "olympus-port";

/**
 * Gives a window that asks one port to the contract. Only the main frame of a window we opened, showing our own interface, gets one;
 * a page that asks again (after a reload) gets a new port and loses the old one. `connect` may take its time: what the page says waits in the port.
 */
export const servePorts = (
  ownContents: () => readonly (WebContents | null)[],
  connect: (port: MessagePortMain) => void,
  log: Log,
): void => {
  const closeEarlier = new WeakMap<WebContents, () => void>();

  const isOurs = ({ sender, senderFrame }: IpcMainEvent): boolean =>
    ownContents().includes(sender) && senderFrame !== null && senderFrame === sender.mainFrame && isAppUrl(senderFrame.url);

  ipcMain.on(channel, (event) => {
    if (!isOurs(event)) return log.warn("port refused", { frame: event.senderFrame?.url.slice(0, 200) ?? "gone" });
    closeEarlier.get(event.sender)?.();
    const { port1, port2 } = new MessageChannelMain();
    closeEarlier.set(event.sender, () => port1.close());
    connect(port1);
    event.senderFrame?.postMessage(channel, null, [port2]);
  });
};
