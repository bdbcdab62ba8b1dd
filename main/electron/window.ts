import { BrowserWindow, nativeTheme, type BrowserWindowConstructorOptions } from "electron";
import type { Log } from "#core/base";
import { appUrl } from "./scheme.ts";

/** A page that dies more often than this within `crashWindowMs` is not loaded again: it would only flicker. */
const crashLimit = 3;
const crashWindowMs = 60_000;

const optionsFor = (preloadPath: string, developing: boolean): BrowserWindowConstructorOptions => ({
  name: "main",
  windowStatePersistence: true,
  width: 1280,
  height: 860,
  minWidth: 480,
  minHeight: 400,
  show: false,
  title: "Olympus",
  // The first paint's colour, before the style sheet is there; `--canvas` of renderer/app/theme.css in sRGB.
  backgroundColor: nativeTheme.shouldUseDarkColors ? "#191714" : "#fdfdfb",
  autoHideMenuBar: true,
  webPreferences: {
    preload: preloadPath,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: developing,
  },
});

export interface WindowOptions {
  readonly preloadPath: string;
  readonly developing: boolean;
  readonly log: Log;
  readonly nowMs: () => number;
  /** The page died too often; the window is gone. */
  readonly onHopeless: () => void;
}

/** The one window, which remembers where it was. Shown when its first paint is ready; loaded again when its process dies. */
export const openWindow = ({ preloadPath, developing, log, nowMs, onHopeless }: WindowOptions): BrowserWindow => {
  const window = new BrowserWindow(optionsFor(preloadPath, developing));
  let crashesAtMs: readonly number[] = [];

  const load = () => {
    window.loadURL(appUrl).catch((cause: unknown) => log.error("interface not loaded", { reason: String(cause) }));
  };

  window.once("ready-to-show", () => window.show());
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
  return window;
};
