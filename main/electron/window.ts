import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Log } from "#core/base";
import { keepPageAlive } from "./page-life.ts";
import { appUrl } from "./scheme.ts";
import { windowRights } from "./security.ts";
import { fitBounds, readWindowState, rememberWindow } from "./window-state.ts";

const usual = { width: 1280, height: 860 };
const minimum = { width: 480, height: 400 };

export interface WindowOptions {
  readonly preloadPath: string;
  readonly developing: boolean;
  readonly log: Log;
  readonly nowMs: () => number;
  /** Where the window's place is kept between starts. */
  readonly statePath: string;
  /** The page died too often; the window is gone. */
  readonly onHopeless: () => void;
  /** Asked before the window closes: true leaves it open but out of sight. */
  readonly staysHidden: () => boolean;
}

/** The main window, where it was the last time. Shown when its first paint is ready. */
export const openWindow = ({ developing, preloadPath, staysHidden, statePath, ...life }: WindowOptions): BrowserWindow => {
  const saved = readWindowState(statePath);
  const place =
    saved === null
      ? usual
      : fitBounds(
          saved.bounds,
          screen.getAllDisplays().map(({ workArea }) => workArea),
          minimum,
        );
  const window = new BrowserWindow({
    ...place,
    minWidth: minimum.width,
    minHeight: minimum.height,
    show: false,
    title: "Olympus",
    // The first paint's colour, before the style sheet is there; `--canvas` of renderer/app/theme.css in sRGB.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#191714" : "#fdfdfb",
    autoHideMenuBar: true,
    webPreferences: windowRights(preloadPath, developing),
  });
  if (saved?.maximized === true) window.maximize();
  rememberWindow(window, statePath);
  window.once("ready-to-show", () => window.show());
  window.on("close", (event) => {
    if (!staysHidden()) return;
    event.preventDefault();
    window.hide();
  });
  keepPageAlive(window, { ...life, url: appUrl });
  return window;
};
