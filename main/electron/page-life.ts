import type { BrowserWindow } from "electron";
import type { Log } from "#core/base";

/** A page that dies more often than this within `crashWindowMs` is not loaded again: it would only flicker. */
const crashLimit = 3;
const crashWindowMs = 60_000;

export interface PageLifeOptions {
  readonly url: string;
  readonly log: Log;
  readonly nowMs: () => number;
  /** The page died too often; the window is gone. */
  readonly onHopeless: () => void;
}

/** Loads the page into its window, and again whenever its process dies. */
export const keepPageAlive = (window: BrowserWindow, { log, nowMs, onHopeless, url }: PageLifeOptions): void => {
  let crashesAtMs: readonly number[] = [];
  const load = () => {
    window.loadURL(url).catch((cause: unknown) => log.error("interface not loaded", { reason: String(cause) }));
  };
  window.webContents.on("render-process-gone", (_event, details) => {
    if (details.reason === "clean-exit") return;
    log.error("interface died", { reason: details.reason, exitCode: details.exitCode });
    crashesAtMs = [...crashesAtMs.filter((atMs) => nowMs() - atMs < crashWindowMs), nowMs()];
    if (crashesAtMs.length <= crashLimit) return load();
    window.destroy();
    onHopeless();
  });
  window.webContents.on("unresponsive", () => log.warn("interface does not respond"));
  window.webContents.on("preload-error", (_event, _path, error) => log.error("preload failed", { reason: error.message }));
  load();
};
