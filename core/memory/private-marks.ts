import type { StoreDep } from "#core/store";
import type { PrivateMark } from "./schema.ts";

/** What somebody said of paths, and what follows from it for the documents there. */
export interface PrivateMarks {
  /** What the longest mark at or above a path says; open without any. */
  readonly isPrivate: (path: string) => boolean;
  /** In one transaction with the documents it changes; answers how many. */
  readonly set: (path: string, isPrivate: boolean) => number;
  readonly list: () => PrivateMark[];
}

export const createPrivateMarks = ({ store }: StoreDep, separator: string): PrivateMarks => {
  const { database } = store;
  /** `@path` lies at or below the mark; a mark on the root of the disk ends with the separator itself. */
  const isAbove = `(path = @path OR substr(@path, 1, length(rtrim(path, @separator)) + 1) = rtrim(path, @separator) || @separator)`;
  const selectNearest = database
    .prepare<[{ path: string; separator: string }], number>(
      `SELECT is_private FROM private_marks WHERE ${isAbove} ORDER BY length(path) DESC LIMIT 1`,
    )
    .pluck();
  const upsert = database.prepare("INSERT OR REPLACE INTO private_marks VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM private_marks WHERE path = ?");
  const reopen = database.prepare("DELETE FROM private_marks WHERE is_private = 0 AND substr(path, 1, length(@folder)) = @folder");
  const selectAll = database.prepare<[], { path: string; is_private: number }>("SELECT path, is_private FROM private_marks ORDER BY path");
  const selectBelow = database.prepare<[{ path: string; folder: string }], { version: number; path: string; is_private: number }>(
    "SELECT version, path, is_private FROM documents WHERE live = 1 AND (path = @path OR substr(path, 1, length(@folder)) = @folder)",
  );
  const updateDocument = database.prepare("UPDATE documents SET is_private = ? WHERE version = ?");

  const isPrivate: PrivateMarks["isPrivate"] = (path) => selectNearest.get({ path, separator }) === 1;

  return {
    isPrivate,
    set: (path, isMarked) =>
      store.transaction(() => {
        const folder = path.endsWith(separator) ? path : path + separator;
        remove.run(path);
        if (isMarked) reopen.run({ folder });
        // "Private" is always said, so that it outlives a mark further up; "open" only below a private folder.
        if (isMarked || isPrivate(path)) upsert.run(path, isMarked ? 1 : 0);
        const changed = selectBelow.all({ path, folder }).filter((row) => (row.is_private === 1) !== isPrivate(row.path));
        for (const { is_private: was, version } of changed) updateDocument.run(was === 1 ? 0 : 1, version);
        return changed.length;
      }),
    list: () => selectAll.all().map(({ is_private: marked, path }) => ({ path, isPrivate: marked === 1 })),
  };
};
