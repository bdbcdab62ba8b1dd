import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "#core/base";
import { reasonOf, tryAsync } from "#core/base";
import type { UpdateSource } from "./updates.ts";

/** Newer versions from where the packager published them (`app-update.yml`), checked by electron-updater: checksum always, signature where the system has one. Null for a package that nobody publishes newer versions of. */
export const openUpdateSource = async (log: Log): Promise<UpdateSource | null> => {
  if (!existsSync(join(process.resourcesPath, "app-update.yml"))) return null;
  const { default: updater } = await import("electron-updater");
  const { autoUpdater } = updater;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.allowDowngrade = false;
  // It would tell the publisher a number of this installation's own; everybody sends the same one.
  autoUpdater.requestHeaders = { "x-user-staging-id": "00000000-0000-0000-0000-000000000000" };
  autoUpdater.logger = {
    info: () => {},
    warn: (message?: unknown) => log.warn("updater", { message: String(message) }),
    error: (message?: unknown) => log.warn("updater", { message: String(message) }),
  };
  // It is told of every failure by its promises too; without a listener the event would be an exception.
  autoUpdater.on("error", () => {});
  return {
    check: () =>
      tryAsync(async () => {
        const found = await autoUpdater.checkForUpdates();
        return found?.isUpdateAvailable === true ? found.updateInfo.version : null;
      }, reasonOf),
    download: async (onShare) => {
      const listen = ({ percent }: { readonly percent: number }) => onShare(percent / 100);
      autoUpdater.on("download-progress", listen);
      const files = await tryAsync(() => autoUpdater.downloadUpdate(), reasonOf);
      autoUpdater.off("download-progress", listen);
      return files;
    },
    install: () => autoUpdater.quitAndInstall(false, true),
  };
};
