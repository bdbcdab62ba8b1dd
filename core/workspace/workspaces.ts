import { basename } from "node:path";
import type { ClockDep, IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import type { FolderFiles, Outcome } from "./files.ts";
import { grantableRoot } from "./grantable.ts";
import { openFolder } from "./open-folder.ts";
import { workspaceSchema, type GrantRequest, type Workspace, type WorkspaceError } from "./schema.ts";

interface WorkspaceRow {
  readonly id: string;
  readonly root: string;
  readonly name: string;
  readonly access: string;
  readonly granted_at_ms: number;
}

/** The folders a person has granted. */
export interface Workspaces {
  /** Oldest grant first. */
  readonly list: () => readonly Workspace[];
  /** The real path of a folder that could be granted; grants nothing. Errors: WorkspaceRefused with the reason. */
  readonly grantable: (path: string) => Result<string, WorkspaceError>;
  /** Links are resolved; a folder that is granted already gets the new name and access under its old id. Errors: WorkspaceRefused. */
  readonly grant: (request: GrantRequest) => Result<Workspace, WorkspaceError>;
  /** Nothing reaches the folder through Olympus any more; changes under way end first. False when it was not granted. */
  readonly revoke: (workspaceId: string) => Promise<boolean>;
  /** Errors: WorkspaceNotFound. */
  readonly get: (workspaceId: string) => Result<Workspace, WorkspaceError>;
  /** The grant whose folder this is; the path may lead there through links. Errors: WorkspaceNotFound, with the path in place of an id. */
  readonly at: (path: string) => Result<Workspace, WorkspaceError>;
  /** The folder, held open and shared by everybody who asks, so that changes take turns; ended by `revoke` and `close`, not by its own `close`. Errors: WorkspaceNotFound, WorkspaceRefused. */
  readonly open: (workspaceId: string) => Outcome<FolderFiles>;
  readonly close: () => Promise<void>;
}

export interface WorkspacesOptions {
  /** Whose home is not to be granted as a whole; the account's own when left out. */
  readonly homeDir?: string | undefined;
}

export const createWorkspaces = ({ clock, homeDir, ids, store }: ClockDep & IdsDep & StoreDep & WorkspacesOptions): Workspaces => {
  const { database } = store;
  const columns = "SELECT id, root, name, access, granted_at_ms FROM workspaces";
  const selectAll = database.prepare<[], WorkspaceRow>(`${columns} ORDER BY granted_at_ms, id`);
  const selectOne = database.prepare<[string], WorkspaceRow>(`${columns} WHERE id = ?`);
  const selectRoot = database.prepare<[string], WorkspaceRow>(`${columns} WHERE root = ?`);
  const upsert = database.prepare(
    "INSERT INTO workspaces VALUES (@id, @root, @name, @access, @nowMs) ON CONFLICT (root) DO UPDATE SET name = excluded.name, access = excluded.access",
  );
  const remove = database.prepare("DELETE FROM workspaces WHERE id = ?");
  const opened = new Map<string, Outcome<FolderFiles>>();
  const surroundings = { dataDir: store.dataDir, homeDir };

  const fromRow = ({ granted_at_ms, ...row }: WorkspaceRow): Workspace => workspaceSchema.parse({ ...row, grantedAtMs: granted_at_ms });
  const found = (row: WorkspaceRow | undefined, asked: string): Result<Workspace, WorkspaceError> =>
    row === undefined ? err({ type: "WorkspaceNotFound", workspaceId: asked }) : ok(fromRow(row));

  const forget = async (workspaceId: string): Promise<void> => {
    const folder = opened.get(workspaceId);
    opened.delete(workspaceId);
    const result = await folder;
    if (result?.ok === true) await result.value.close();
  };

  const get: Workspaces["get"] = (workspaceId) => found(selectOne.get(workspaceId), workspaceId);

  const open = async (workspaceId: string): Outcome<FolderFiles> => {
    const workspace = get(workspaceId);
    if (!workspace.ok) return workspace;
    const known = opened.get(workspaceId);
    if (known !== undefined) {
      const result = await known;
      if (!result.ok || result.value.access === workspace.value.access) return result;
      await forget(workspaceId);
    }
    const opening = openFolder(workspace.value.root, workspace.value.access);
    opened.set(workspaceId, opening);
    const result = await opening;
    // A folder that is missing now may be plugged in again later.
    if (!result.ok && opened.get(workspaceId) === opening) opened.delete(workspaceId);
    return result;
  };

  return {
    list: () => selectAll.all().map(fromRow),
    get,
    grantable: (path) => grantableRoot(path, surroundings),
    at: (path) => {
      const root = grantableRoot(path, surroundings);
      return found(root.ok ? selectRoot.get(root.value) : undefined, path);
    },
    grant: ({ access, name, path }) => {
      const root = grantableRoot(path, surroundings);
      if (!root.ok) return root;
      const label = name === null || name.trim() === "" ? basename(root.value) : name.trim();
      upsert.run({ id: ids.create("space"), root: root.value, name: label, access, nowMs: clock.nowMs() });
      return found(selectRoot.get(root.value), path);
    },
    revoke: async (workspaceId) => {
      const removed = remove.run(workspaceId).changes > 0;
      await forget(workspaceId);
      return removed;
    },
    open,
    close: async () => {
      await Promise.all([...opened.keys()].map(forget));
    },
  };
};
