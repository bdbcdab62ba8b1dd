import type { LogDep } from "#core/base";
import type { SettingsDep } from "#core/settings";
import type { Settings } from "#core/settings/schema";
import type { Blobs } from "#core/workspace";

const limitsOf = ({ undoKeepDays, undoQuotaBytes }: Settings) => ({ quotaBytes: undoQuotaBytes, keepMs: undoKeepDays * 24 * 3_600_000 });

/** Keeps Olympus' trash to the settings, from now on and after every change; a smaller limit empties it at once. */
export const keepUndoLimits = ({
  blobs,
  log,
  settings,
}: LogDep & SettingsDep & { readonly blobs: Pick<Blobs, "setLimits" | "sweep" | "usage"> }) => {
  const ended = new AbortController();
  blobs.setLimits(limitsOf(settings.get()));
  const run = async (): Promise<void> => {
    for await (const changed of settings.watch(ended.signal)) {
      const before = blobs.usage();
      const limits = limitsOf(changed);
      blobs.setLimits(limits);
      if (limits.quotaBytes >= before.quotaBytes && limits.keepMs >= before.keepMs) continue;
      const swept = await blobs.sweep();
      if (!swept.ok) log.warn("the trash could not be emptied", { error: swept.error.type });
    }
  };
  const running = run();
  return {
    /** Resolves when a sweep under way has ended. */
    stop: async (): Promise<void> => {
      ended.abort();
      await running;
    },
  };
};
