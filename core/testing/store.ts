import { silentLog, type Clock } from "#core/base";
import { openStore, type Migration, type Store } from "#core/store";
import { createFakeClock } from "./clock.ts";
import { createTestFolder } from "./folder.ts";

/** A real store in a folder of its own. Modules under test may pass only their migrations; missing numbers below are filled with empty steps. */
export const openTestStore = (
  migrations: readonly Migration[],
  clock: Clock = createFakeClock(),
): Store & { readonly cleanup: () => void } => {
  const folder = createTestFolder();
  const latest = Math.max(0, ...migrations.map(({ version }) => version));
  const steps = Array.from(
    { length: latest },
    (_, index) =>
      migrations.find(({ version }) => version === index + 1) ?? { version: index + 1, name: "not under test", up: "", down: "" },
  );
  const opened = openStore({ dataDir: folder.path, migrations: steps, clock, log: silentLog });
  if (!opened.ok) throw new Error(`test store: ${JSON.stringify(opened.error)}`);
  const store = opened.value;
  return {
    ...store,
    cleanup: () => {
      store.close();
      folder.cleanup();
    },
  };
};
