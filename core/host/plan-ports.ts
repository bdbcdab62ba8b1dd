import type { RunContents } from "#core/plans";
import { openFolder, type Blobs, type FolderFiles, type Outcome, type Workspaces } from "#core/workspace";

/** What a run replaced and trashed, as plans need it. */
export const runContents = (blobs: Blobs): RunContents => ({
  put: (runId, sha256, content) => blobs.keeper(runId)(sha256, content),
  get: async (sha256) => {
    const found = await blobs.get(sha256);
    return found.ok ? found.value : null;
  },
});

/** A granted folder is shared, so that changes of several runs take turns; one that a plan was given on its own is opened for it. */
export const planFolder =
  (workspaces: Workspaces) =>
  (root: string, access: "read" | "write"): Outcome<FolderFiles> => {
    const granted = workspaces.at(root);
    if (!granted.ok) return openFolder(root, access);
    return workspaces
      .open(granted.value.id)
      .then((opened) => (opened.ok ? { ok: true, value: { ...opened.value, close: async () => {} } } : opened));
  };
