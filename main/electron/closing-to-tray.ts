import { dialog } from "electron";
import type { Settings } from "#core/settings/schema";
import type { TextsDep } from "./texts.ts";

interface ClosingToTrayOptions extends TextsDep {
  /** Null until they are read. */
  readonly settings: () => Settings | null;
  readonly hasTray: () => boolean;
  readonly isLeaving: () => boolean;
  readonly onExplained: () => void;
  readonly onQuit: () => void;
}

/** Whether a window that is being closed goes to the tray; the first time, what that means is said, with the way out. */
export const createClosingToTray = ({ hasTray, isLeaving, onExplained, onQuit, settings, texts }: ClosingToTrayOptions) => {
  let explained = false;
  const explain = async () => {
    explained = true;
    const words = texts().closing;
    const { response } = await dialog.showMessageBox({
      type: "info",
      message: words.title,
      detail: words.text,
      buttons: [words.keep, words.quit],
      defaultId: 0,
      cancelId: 0,
    });
    onExplained();
    if (response === 1) onQuit();
  };
  return (): boolean => {
    const known = settings();
    if (known === null || !known.closeToTray || !hasTray() || isLeaving()) return false;
    if (!known.trayExplained && !explained) void explain();
    return true;
  };
};
