import type { Log } from "#core/base";
import type { LoginItem } from "./login-item.ts";
import type { Platform } from "./platform.ts";
import type { ShellView } from "./shell-view.ts";
import type { Updates } from "./updates.ts";
import type { Windows } from "./windows.ts";

interface PlatformParts {
  readonly windows: Windows;
  readonly view: ShellView;
  readonly loginItem: LoginItem;
  /** Null until they were looked for the first time. */
  readonly updates: () => Updates | null;
  readonly log: Log;
  /** A page is drawn and the core answers it. */
  readonly onPage: () => void;
}

/** What a page may ask of the desktop, done by its windows, its tray and the system. */
export const createPlatform = ({ log, loginItem, onPage, updates, view, windows }: PlatformParts): Platform => ({
  watch: view.watch,
  requests: (window, signal) => {
    onPage();
    return windows.requests(window, signal);
  },
  openQuick: windows.showQuick,
  resizeQuick: windows.resizeQuick,
  hideQuick: windows.hideQuick,
  openMain: (conversationId) => {
    windows.hideQuick();
    if (conversationId === null) windows.showMain();
    else windows.go(`/chat/${conversationId}`);
  },
  setLoginItem: (on) => {
    const problem = loginItem.set(on);
    if (problem !== null) log.warn("start at login not changed", { reason: problem });
    view.note({ startsAtLogin: loginItem.isOn() });
  },
  checkForUpdate: async () => updates()?.check(),
  downloadUpdate: async () => updates()?.download(),
  installUpdate: () => void updates()?.install(),
});
