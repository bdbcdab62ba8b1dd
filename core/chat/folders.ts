import type { IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { folderSchema, type ChatError, type ConversationId, type Folder, type FolderId } from "./schema.ts";

/** Folders of conversations, in an order without gaps. Every change is saved when the call returns. */
export const createFolders = ({ ids, store }: IdsDep & StoreDep) => {
  const { database } = store;
  const selectAll = database.prepare<[], Folder>("SELECT id, name, position FROM folders ORDER BY position, id");
  const selectOne = database.prepare<[string], Folder>("SELECT id, name, position FROM folders WHERE id = ?");
  const insert = database.prepare(
    "INSERT INTO folders (id, name, position) VALUES (?, ?, (SELECT coalesce(max(position) + 1, 0) FROM folders))",
  );
  const updateName = database.prepare("UPDATE folders SET name = ? WHERE id = ?");
  const updatePosition = database.prepare("UPDATE folders SET position = ? WHERE id = ?");
  const drop = database.prepare("DELETE FROM folders WHERE id = ?");
  const empty = database
    .prepare<[string], ConversationId>("UPDATE conversations SET folder_id = NULL WHERE folder_id = ? RETURNING id")
    .pluck();

  const get = (id: string): Result<Folder, ChatError> => {
    const row = selectOne.get(id);
    return row === undefined ? err({ type: "FolderNotFound", folderId: id }) : ok(folderSchema.parse(row));
  };
  const list = (): Folder[] => selectAll.all().map((row) => folderSchema.parse(row));
  const renumber = (folders: readonly Folder[]): void => folders.forEach(({ id }, position) => void updatePosition.run(position, id));

  return {
    get,
    list,
    /** At the end. */
    create: (name: string): Result<Folder, ChatError> => {
      const id = ids.create("folder");
      insert.run(id, name);
      return get(id);
    },
    rename: (id: FolderId, name: string): Result<Folder, ChatError> => {
      updateName.run(name, id);
      return get(id);
    },
    /** To a place counted from 0; beyond the end is the end. */
    move: (id: FolderId, position: number): Result<Folder[], ChatError> => {
      const found = get(id);
      if (!found.ok) return found;
      const rest = list().filter((folder) => folder.id !== id);
      store.transaction(() => renumber(rest.toSpliced(position, 0, found.value)));
      return ok(list());
    },
    /** Answers the conversations that were in it and now are in no folder; null when there was no such folder. */
    remove: (id: FolderId): readonly ConversationId[] | null =>
      store.transaction(() => {
        const left = empty.all(id);
        if (drop.run(id).changes === 0) return null;
        renumber(list());
        return left;
      }),
  };
};

export type Folders = ReturnType<typeof createFolders>;
