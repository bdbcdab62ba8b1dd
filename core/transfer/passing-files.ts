import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Uploads whose batch is called so are only passing through: the interface names them, see `bringTransferFile` there. */
const prefix = "import-";

/** Files that a browser sent only to be imported. They are removed when their import has ended, or at the next start. */
export const createPassingFiles = (dataDir: string) => {
  const uploads = resolve(dataDir, "uploads");
  // One that cannot be removed is removed at the next start.
  const remove = (folder: string) => rm(folder, { recursive: true, force: true }).catch(() => {});
  return {
    /** Nothing happens to any other file. */
    release: async (path: string): Promise<void> => {
      const folder = dirname(resolve(path));
      if (dirname(folder) === uploads && folder.startsWith(join(uploads, prefix))) await remove(folder);
    },
    /** Removes those of an earlier run. Which they are is settled when it returns, so that none that comes later is among them. */
    sweep: async (): Promise<void> => {
      const names = existsSync(uploads) ? readdirSync(uploads) : [];
      await Promise.all(names.filter((name) => name.startsWith(prefix)).map((name) => remove(join(uploads, name))));
    },
  };
};
