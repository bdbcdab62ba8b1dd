import { app, type BrowserWindow, type WebContents } from "electron";
import type { Log } from "#core/base";
import type { ShellRequest } from "#core/contract";
import { createMailbox } from "./mailbox.ts";
import type { Platform, WindowName } from "./platform.ts";
import { createQuickPrompt, type QuickPrompt } from "./quick-prompt.ts";
import { openWindow } from "./window.ts";

/** More requests than this do not wait for a page that has not started. */
const waitingLimit = 8;

interface WindowsOptions {
  readonly preloadPath: string;
  readonly statePath: string;
  readonly developing: boolean;
  readonly log: Log;
  readonly nowMs: () => number;
  /** Closing the main window leaves it hidden. */
  readonly staysHidden: () => boolean;
  readonly onMainClosed: () => void;
  readonly onHopeless: () => void;
}

export interface Windows extends Pick<Platform, "requests" | "hideQuick" | "resizeQuick"> {
  readonly showMain: () => void;
  /** `place`: a hash of the interface's routes, without "#". */
  readonly go: (place: string) => void;
  /** Makes the quick prompt ahead of its first use. */
  readonly prepareQuick: () => void;
  readonly showQuick: () => void;
  readonly toggleQuick: () => void;
  /** Shows the quick prompt with a text that somebody else wrote. */
  readonly fillQuick: (text: string) => void;
  readonly isMainFocused: () => boolean;
  readonly contents: () => readonly (WebContents | null)[];
  readonly close: () => void;
}

/** The two windows there are. Each is made when it is first needed; the main one again after it was closed. */
export const createWindows = ({ onHopeless, onMainClosed, statePath, staysHidden, ...life }: WindowsOptions): Windows => {
  const requests = { main: createMailbox<ShellRequest>(waitingLimit), quick: createMailbox<ShellRequest>(waitingLimit) };
  let main: BrowserWindow | null = null;
  let quick: QuickPrompt | null = null;

  const showMain = () => {
    if (main !== null) {
      if (main.isMinimized()) main.restore();
      main.show();
      main.focus();
      return;
    }
    main = openWindow({ ...life, statePath, onHopeless, staysHidden });
    main.once("closed", () => {
      main = null;
      // Its port may close later than the next window opens.
      requests.main.dismiss();
      onMainClosed();
    });
  };
  const madeQuick = (): QuickPrompt => (quick ??= createQuickPrompt({ ...life, onShown: () => requests.quick.put({ type: "shown" }) }));

  return {
    requests: (window: WindowName, signal) => requests[window].read(signal),
    showMain,
    go: (place) => {
      showMain();
      requests.main.put({ type: "go", place });
    },
    prepareQuick: () => void madeQuick(),
    showQuick: () => madeQuick().show(),
    toggleQuick: () => madeQuick().toggle(),
    fillQuick: (text) => {
      madeQuick().show();
      requests.quick.put({ type: "fill", text });
    },
    hideQuick: () => {
      quick?.hide();
      // On macOS the program that was in front before comes back only when this one steps aside.
      if (process.platform === "darwin" && main?.isVisible() !== true) app.hide();
    },
    resizeQuick: (heightPx) => quick?.resize(heightPx),
    isMainFocused: () => main?.isFocused() === true,
    contents: () => [main?.webContents ?? null, quick?.contents() ?? null],
    close: () => quick?.close(),
  };
};
