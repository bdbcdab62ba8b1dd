import { Notification } from "electron";
import type { Clock } from "#core/base";
import type { UpdateState } from "#core/contract";
import type { TextsDep } from "./texts.ts";
import { createUpdates, type Updates, type UpdatesOptions, type UpdateSource } from "./updates.ts";

/** A day; the first look is some minutes after the start, when the person has what they came for. */
const everyMs = 24 * 3_600_000;
const firstAfterMs = 5 * 60_000;

interface OpenUpdatesOptions extends Omit<UpdatesOptions, "source">, TextsDep {
  /** Closes everything, then does `last`. */
  readonly leave: (last: () => void) => void;
  /** The person chose the notification of a newer version. */
  readonly onChosen: () => void;
}

/** Updates that are announced by the system, and installed after the data folder is closed. Tells the first state at once. */
export const openUpdates = (source: UpdateSource | null, { leave, onChange, onChosen, texts, ...options }: OpenUpdatesOptions): Updates => {
  // Electron forgets a notification, and who listens to it, that nothing refers to.
  let shown: Notification | null = null;
  const tell = (state: UpdateState) => {
    onChange(state);
    if (state.type !== "available" || !Notification.isSupported()) return;
    shown?.close();
    shown = new Notification({ title: texts().update.available(state.version), body: texts().update.availableText });
    shown.on("click", onChosen);
    shown.show();
  };
  const updates = createUpdates({
    ...options,
    source: source === null ? null : { ...source, install: () => leave(source.install) },
    onChange: tell,
  });
  onChange(updates.state());
  return updates;
};

/** Looks once a day while the person wants that, until the signal aborts. */
export const lookForUpdates = async (
  updates: Updates,
  { clock, isWanted, signal }: { readonly clock: Clock; readonly isWanted: () => boolean; readonly signal: AbortSignal },
): Promise<void> => {
  for (let waitMs = firstAfterMs; ; waitMs = everyMs) {
    await clock.sleep(waitMs, signal);
    if (signal.aborted) return;
    if (isWanted()) await updates.check();
  }
};
