import type { ClockDep, LogDep } from "#core/base";
import type { FollowedSettings } from "./followed-settings.ts";
import type { Hotkey } from "./hotkey.ts";
import type { KeptVersions } from "./kept-version.ts";
import { lookForUpdates, openUpdates } from "./offer-updates.ts";
import type { Core } from "./open-core.ts";
import { followPower } from "./power.ts";
import { followRuns } from "./running-work.ts";
import type { ShellView } from "./shell-view.ts";
import type { Updates, UpdateSource } from "./updates.ts";
import type { Windows } from "./windows.ts";

interface FollowCoreOptions extends ClockDep, LogDep {
  readonly core: Core;
  readonly settings: FollowedSettings;
  readonly view: ShellView;
  readonly windows: Windows;
  readonly hotkey: Hotkey;
  readonly version: string;
  readonly kept: KeptVersions;
  readonly recordPath: string;
  /** Null: nothing updates this program. Rejects when the updater does not load. */
  readonly openSource: () => Promise<UpdateSource | null>;
  /** Closes everything, then does `last`, or quits. */
  readonly leave: (last?: () => void) => void;
  readonly onLanguage: () => void;
  readonly onLock: (isLocked: boolean) => void;
  readonly onUpdates: (updates: Updates) => void;
}

/** Keeps the shell in step with an open core, the machine's power and newer versions, until the signal aborts. */
export const followCore = async (options: FollowCoreOptions, signal: AbortSignal): Promise<void> => {
  const { clock, core, hotkey, kept, leave, log, recordPath, settings, version, view, windows } = options;
  followPower({
    runs: core.client.runs,
    log,
    onLock: () => {
      options.onLock(true);
      windows.hideQuick();
    },
    onUnlock: () => options.onLock(false),
    onShutdown: () => leave(),
  });

  const onKey = (key: string | null) => view.note({ hotkey: hotkey.set(key) });
  const following = Promise.all([
    settings.follow(core.client, { onKey, onLanguage: options.onLanguage }, signal),
    followRuns(core.client, view.noteWork, signal),
  ]);
  // Waited for below; meanwhile a failure is nobody's yet.
  following.catch(() => {});

  // An updater that does not load costs updates and nothing else.
  const source = await options.openSource().catch((cause: unknown) => {
    log.error("no updates", { reason: String(cause) });
    return null;
  });
  const updates = openUpdates(source, {
    kept,
    recordPath,
    version,
    log,
    texts: settings.texts,
    nowMs: clock.nowMs,
    leave,
    onChange: (update) => view.note({ update }),
    onChosen: () => windows.go("/settings/desktop"),
  });
  options.onUpdates(updates);
  const isWanted = () => settings.get()?.looksForUpdates === true;
  await Promise.all([following, lookForUpdates(updates, { clock, isWanted, signal })]);
};
