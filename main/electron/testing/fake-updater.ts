import { EventEmitter } from "node:events";
import type { AppUpdater } from "electron-updater";

type Checked = NonNullable<Awaited<ReturnType<AppUpdater["checkForUpdates"]>>>;

/** What the publisher has, and what was asked of the updater. Checked against electron-updater's own types. */
export const publisher = {
  version: "0.0.1",
  reachable: true,
  files: [] as string[],
  installs: 0,
};

export const autoUpdater = Object.assign(new EventEmitter(), {
  autoDownload: true,
  autoInstallOnAppQuit: true,
  allowDowngrade: true,
  requestHeaders: null as AppUpdater["requestHeaders"],
  logger: null,
  checkForUpdates: async () => {
    if (!publisher.reachable) throw new Error("net::ERR_INTERNET_DISCONNECTED");
    const isUpdateAvailable = publisher.version !== "0.0.1";
    return { isUpdateAvailable, updateInfo: { version: publisher.version } } as Checked;
  },
  downloadUpdate: async () => {
    autoUpdater.emit("download-progress", { percent: 50 });
    return [...publisher.files];
  },
  quitAndInstall: () => {
    publisher.installs += 1;
  },
} satisfies Pick<
  AppUpdater,
  | "autoDownload"
  | "autoInstallOnAppQuit"
  | "allowDowngrade"
  | "requestHeaders"
  | "logger"
  | "checkForUpdates"
  | "downloadUpdate"
  | "quitAndInstall"
>);
