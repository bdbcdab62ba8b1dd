import { app, dialog } from "electron";
import type { Log } from "#core/base";
import type { TextsDep } from "./texts.ts";

/** Work under way may finish for so long before the app ends anyway. */
const closeLimitMs = 10_000;

interface LeavingOptions extends TextsDep {
  readonly log: Log;
  /** How much runs. */
  readonly running: () => Promise<number>;
  readonly close: () => Promise<void>;
  /** After everything is closed and written down. */
  readonly onClosed: () => void;
}

export interface Leaving {
  /** Windows may close for good. */
  readonly isLeaving: () => boolean;
  /** Ends the app without asking; `last` is done in place of quitting once everything is closed. */
  readonly leave: (last?: () => void) => void;
}

/** Quitting asks first while something runs, then closes the data folder before the process goes. */
export const createLeaving = ({ close, log, onClosed, running, texts }: LeavingOptions): Leaving => {
  let state: "open" | "asking" | "closing" | "closed" = "open";

  const shut = async (last: () => void) => {
    state = "closing";
    const cut = setTimeout(() => app.exit(1), closeLimitMs);
    try {
      await close();
    } catch (cause) {
      log.error("closing failed", { reason: String(cause) });
    }
    state = "closed";
    clearTimeout(cut);
    log.info("closed");
    onClosed();
    last();
  };

  const ask = async () => {
    state = "asking";
    const count = await running().catch(() => 0);
    if (count > 0) {
      const words = texts().quitting;
      const { response } = await dialog.showMessageBox({
        type: "question",
        message: words.title(count),
        detail: words.text,
        buttons: [words.quit, words.stay],
        defaultId: 1,
        cancelId: 1,
      });
      // Somebody else may have decided meanwhile: the system that goes down asks nobody.
      if (state !== "asking") return;
      if (response !== 0) {
        state = "open";
        return;
      }
    }
    if (state === "asking") await shut(() => app.quit());
  };

  app.on("before-quit", (event) => {
    if (state === "closed") return;
    event.preventDefault();
    if (state === "open") void ask();
  });

  return {
    isLeaving: () => state === "closing" || state === "closed",
    leave: (last = () => app.quit()) => {
      if (state === "open" || state === "asking") void shut(last);
    },
  };
};
