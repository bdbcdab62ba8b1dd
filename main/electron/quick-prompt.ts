import { BrowserWindow, screen } from "electron";
import type { Log } from "#core/base";
import { keepPageAlive } from "./page-life.ts";
import { appUrl } from "./scheme.ts";
import { windowRights } from "./security.ts";

const widthPx = 680;
/** The empty box. */
const leastHeightPx = 96;
/** An answer grows so far and is scrolled from there on. */
const mostHeightPx = 640;
/** How far down the display its upper edge stands. */
const topShare = 0.22;

export interface QuickPromptOptions {
  readonly preloadPath: string;
  readonly developing: boolean;
  readonly log: Log;
  readonly nowMs: () => number;
  /** It comes into view: the page puts the cursor in its box. */
  readonly onShown: () => void;
}

export interface QuickPrompt {
  readonly show: () => void;
  readonly hide: () => void;
  readonly toggle: () => void;
  /** As high as its page, within limits. */
  readonly resize: (heightPx: number) => void;
  readonly contents: () => BrowserWindow["webContents"] | null;
  readonly close: () => void;
}

/**
 * The small window that one key brings: made and loaded ahead, so that showing it is all that is left to do. It stays where it is while a file is
 * fetched from another window, so only Esc, the key or continuing elsewhere hides it.
 */
export const createQuickPrompt = ({ developing, log, nowMs, onShown, preloadPath }: QuickPromptOptions): QuickPrompt => {
  let window: BrowserWindow | null = null;
  let closing = false;

  const make = (): BrowserWindow => {
    const made = new BrowserWindow({
      width: widthPx,
      height: leastHeightPx,
      show: false,
      frame: false,
      transparent: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      title: "Olympus",
      webPreferences: { ...windowRights(preloadPath, developing), backgroundThrottling: false },
    });
    made.on("close", (event) => {
      if (closing) return;
      event.preventDefault();
      made.hide();
    });
    made.once("closed", () => (window = null));
    // A page that cannot live is made anew when somebody next asks for it.
    keepPageAlive(made, { url: `${appUrl}#/quick`, log, nowMs, onHopeless: () => log.error("quick prompt given up") });
    return made;
  };

  window = make();

  const show = () => {
    window ??= make();
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const { height } = window.getBounds();
    window.setBounds({
      x: Math.round(workArea.x + (workArea.width - widthPx) / 2),
      y: Math.round(workArea.y + workArea.height * topShare),
      width: widthPx,
      height,
    });
    window.show();
    window.focus();
    onShown();
  };
  const hide = () => window?.hide();

  return {
    show,
    hide,
    toggle: () => (window?.isVisible() === true ? hide() : show()),
    resize: (heightPx) => {
      if (window === null) return;
      const height = Math.round(Math.max(leastHeightPx, Math.min(mostHeightPx, heightPx)));
      window.setBounds({ ...window.getBounds(), width: widthPx, height });
    },
    contents: () => window?.webContents ?? null,
    close: () => {
      closing = true;
      window?.destroy();
    },
  };
};
