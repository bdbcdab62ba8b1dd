import type { RunContents } from "#core/plans";
import { openFolder, type Blobs, type FolderFiles, type Outcome, type Workspaces } from "#core/workspace";

/** What a run replaced and trashed, as plans need it. */
export const runContents = (blobs: Blobs): RunContents => ({
  put: (runId, sha256, content) => blobs.keeper(runId)(sha256, content),
  has: blobs.has,
  get: async (sha256) => {
    const found = await blobs.get(sha256);
    return found.ok ? found.value : null;
  },
});

/**
 * A granted folder is shared, so that changes of several runs take turns; one that a plan was given on its own is opened for it, and must be
 * one that a person could have granted: neither Olympus' own data, nor the system's folders, nor whole homes.
 */
export const planFolder =
  (workspaces: Workspaces) =>
  async (root: string, access: "read" | "write"): Outcome<FolderFiles> => {
    const granted = workspaces.at(root);
    if (!granted.ok) {
      const own = workspaces.grantable(root);
      return own.ok ? openFolder(own.value, access) : own;
    }
    const opened = await workspaces.open(granted.value.id);
    return opened.ok ? { ok: true, value: { ...opened.value, close: async () => {} } } : opened;
  };
