import { join } from "node:path";
import { Menu, nativeImage, Tray } from "electron";
import type { TextsDep } from "./texts.ts";

/** What the tray shows of what goes on. */
export interface TrayFacts {
  readonly running: readonly { readonly id: string; readonly title: string }[];
  readonly updateTo: string | null;
}

export interface TrayOptions extends TextsDep {
  readonly iconsDir: string;
  readonly platform: NodeJS.Platform;
  readonly onOpen: () => void;
  readonly onQuick: () => void;
  readonly onTask: (runId: string) => void;
  readonly onTasks: () => void;
  readonly onUpdate: () => void;
  readonly onQuit: () => void;
}

export interface TrayIcon {
  /** In the language spoken now. */
  readonly show: (facts: TrayFacts) => void;
  readonly remove: () => void;
}

/** More would make a menu nobody reads; the rest is in the window. */
const mostTasks = 5;
const longestTitle = 60;

/** `&` marks a key in menus; a title is text. */
const menuText = (title: string): string =>
  (title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title).replaceAll("&", "&&").replaceAll(/\s+/g, " ");

/** The icon in the system's tray, with a menu. Null where the system has no place for it, as far as it says so. */
export const createTray = (options: TrayOptions): TrayIcon | null => {
  const image = nativeImage.createFromPath(join(options.iconsDir, options.platform === "darwin" ? "trayTemplate.png" : "tray.png"));
  let tray: Tray;
  try {
    tray = new Tray(image);
  } catch {
    return null;
  }
  tray.setToolTip(options.texts().name);
  // Where the menu opens with the other button, the first one opens the window.
  tray.on("click", options.onOpen);

  const show = ({ running, updateTo }: TrayFacts) => {
    const words = options.texts().tray;
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.open, click: options.onOpen },
        { label: words.quick, click: options.onQuick },
        { type: "separator" },
        ...(running.length === 0
          ? [{ label: words.idle, enabled: false }]
          : [
              { label: words.running(running.length), click: options.onTasks },
              ...running.slice(0, mostTasks).map(({ id, title }) => ({ label: menuText(title), click: () => options.onTask(id) })),
            ]),
        { type: "separator" },
        ...(updateTo === null ? [] : [{ label: words.update(updateTo), click: options.onUpdate }]),
        { label: words.quit, click: options.onQuit },
      ]),
    );
  };
  show({ running: [], updateTo: null });
  return { show, remove: () => tray.destroy() };
};
