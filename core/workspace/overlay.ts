import { checkPath } from "./check-path.ts";
import { fail, guarded, need } from "./failure.ts";
import type { Entry, ListOptions, Overlay } from "./files.ts";
import { absent, keptMode } from "./fingerprint.ts";
import { createOverlayTree, type FolderNode, type Node, type OverlayBase } from "./overlay-tree.ts";
import type { FileOperation } from "./schema.ts";

/** More entries than anybody reads through before approving; a folder this full is for a person to delete. */
const trashLimit = 10_000;

const namesOf = (path: string): readonly string[] => (path === "" ? [] : need(checkPath(path, "existing")));

const umaskMode = (mode: number): number => keptMode(mode & ~process.umask());

/** A folder as it would be. Calls are done one after the other, in the order they were made; a call that fails has changed nothing. */
export const createOverlay = (base: OverlayBase): Overlay => {
  const tree = createOverlayTree(base);
  const done: FileOperation[] = [];

  /** What stands at a path. A file in place of a parent means that nothing does. */
  const nodeAt = async (path: string): Promise<Node> => {
    const names = namesOf(path);
    const { depth, node } = await tree.walk(names);
    if (node.kind === "other" && depth < names.length - 1)
      return fail({ type: "PathRefused", path, reason: "leads through a link or a device" });
    return depth >= names.length - 1 ? node : { kind: "absent" };
  };

  const existing = async (path: string): Promise<Exclude<Node, { kind: "absent" }>> => {
    const node = await nodeAt(path);
    return node.kind === "absent" ? fail({ type: "EntryNotFound", path }) : node;
  };

  /**
   * Makes room for something new at `path`: checks every name that comes into being, then makes the missing parents.
   * `except`: a name that may look alike because it is about to go.
   */
  const prepare = async (path: string, except?: { readonly folder: FolderNode; readonly name: string }) => {
    const names = namesOf(path);
    const { folder, depth, name, node } = await tree.walk(names);
    const here = names.slice(0, depth + 1).join("/");
    if (node.kind === "other") return fail({ type: "PathRefused", path, reason: "leads through a link or a device" });
    if (node.kind !== "absent" && depth < names.length - 1)
      return fail({ type: "EntryKindWrong", path: here, expected: "folder", found: node.kind });
    const allowed = checkPath(names.slice(depth).join("/"), "new");
    if (!allowed.ok) return fail(allowed.error.type === "PathRefused" ? { ...allowed.error, path } : allowed.error);
    const alike = await tree.lookalike(folder, name, except?.folder === folder ? except.name : undefined);
    if (alike !== undefined) return fail({ type: "PathRefused", path: here, reason: `differs only in case or spelling from "${alike}"` });

    return () => {
      const operations: FileOperation[] = [];
      let parent = folder;
      for (const [index, missing] of names.slice(depth, -1).entries()) {
        operations.push({ type: "make-folder", path: names.slice(0, depth + index + 1).join("/") });
        const made: FolderNode = { kind: "folder", basePath: null, mode: umaskMode(0o777), children: new Map() };
        tree.place(parent, missing, made);
        parent = made;
      }
      return { operations, parent, leaf: names.at(-1) ?? "" };
    };
  };

  /** Everything that has to go before a folder can, innermost first. */
  const trashing = async (path: string, node: Node, into: FileOperation[]): Promise<void> => {
    if (into.length >= trashLimit) return fail({ type: "PathRefused", path, reason: `holds more than ${trashLimit} entries` });
    if (node.kind === "file") {
      if (node.obstacle !== null) return fail({ type: "PathRefused", path, reason: node.obstacle });
      into.push({ type: "trash", path, before: await tree.fingerprint(node) });
    } else if (node.kind === "folder") {
      for (const { name } of await tree.children(node)) await trashing(`${path}/${name}`, await tree.child(node, name), into);
      into.push({ type: "trash", path, before: { kind: "folder" }, folderMode: node.mode });
    } else fail({ type: "EntryKindWrong", path, expected: "file", found: node.kind });
  };

  const listInto = async (entries: Entry[], folder: FolderNode, path: string, { limit, recursive }: ListOptions): Promise<void> => {
    for (const { name, kind, sizeBytes } of await tree.children(folder)) {
      if (entries.length >= limit) return;
      const entryPath = path === "" ? name : `${path}/${name}`;
      entries.push({ path: entryPath, kind, sizeBytes });
      if (recursive !== true || kind !== "folder") continue;
      // A folder that may not be entered (another disk, an odd name) is shown, as it is below.
      const inside = await guarded(entryPath, () => tree.child(folder, name));
      if (!inside.ok && inside.error.type === "DiskFailed") return fail(inside.error);
      if (inside.ok && inside.value.kind === "folder") await listInto(entries, inside.value, entryPath, { limit, recursive });
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(path: string, work: () => Promise<T>) => {
    const turn = last.then(() => guarded(path, work));
    last = turn.catch(() => {});
    return turn;
  };
  const change = (path: string, work: () => Promise<readonly FileOperation[]>) =>
    inTurn(path, async () => {
      if (base.access !== "write") return fail({ type: "WorkspaceReadOnly", path });
      if (path === "") return fail({ type: "PathRefused", path, reason: "is the folder itself" });
      const operations = await work();
      done.push(...operations);
      return operations;
    });

  return {
    access: base.access,

    inspect: (path) =>
      inTurn(path, async () => {
        const node = await nodeAt(path);
        if (node.kind === "file") return { kind: node.kind, sizeBytes: node.sizeBytes, mode: node.mode, obstacle: node.obstacle };
        return node.kind === "folder" ? { kind: node.kind, mode: node.mode } : { kind: node.kind };
      }),

    names: (path) =>
      inTurn(path, async () => {
        const node = await nodeAt(path);
        return node.kind === "folder" ? tree.names(node) : [];
      }),

    fingerprint: (path) => inTurn(path, async () => tree.fingerprint(await nodeAt(path))),

    list: (path, options) =>
      inTurn(path, async () => {
        const node = await existing(path);
        if (node.kind !== "folder") return fail({ type: "EntryKindWrong", path, expected: "folder", found: node.kind });
        const entries: Entry[] = [];
        await listInto(entries, node, path, options);
        return entries;
      }),

    read: (path, { limitBytes }) =>
      inTurn(path, async () => {
        const node = await existing(path);
        return node.kind === "file"
          ? tree.read(node, path, limitBytes)
          : fail({ type: "EntryKindWrong", path, expected: "file", found: node.kind });
      }),

    makeFolder: (path) =>
      change(path, async () => {
        const node = await nodeAt(path);
        if (node.kind === "folder") return [];
        if (node.kind !== "absent") return fail({ type: "EntryKindWrong", path, expected: "folder", found: node.kind });
        const { operations, parent, leaf } = (await prepare(path))();
        tree.place(parent, leaf, { kind: "folder", basePath: null, mode: umaskMode(0o777), children: new Map() });
        return [...operations, { type: "make-folder", path }];
      }),

    write: (path, bytes, { mode } = {}) =>
      change(path, async () => {
        const node = await nodeAt(path);
        if (node.kind === "absent") {
          const { operations, parent, leaf } = (await prepare(path))();
          const file = tree.keep(bytes, mode === undefined ? umaskMode(0o666) : keptMode(mode));
          tree.place(parent, leaf, file);
          return [...operations, { type: "write-file", path, before: absent, after: await tree.fingerprint(file) }];
        }
        if (node.kind !== "file") return fail({ type: "EntryKindWrong", path, expected: "file", found: node.kind });
        if (node.obstacle !== null) return fail({ type: "PathRefused", path, reason: node.obstacle });
        const before = await tree.fingerprint(node);
        const file = tree.keep(bytes, keptMode(mode ?? node.mode));
        if (before.kind === "file" && before.sha256 === file.sha256 && before.mode === file.mode) return [];
        const { folder, name } = await tree.walk(namesOf(path));
        tree.place(folder, name, file);
        return [{ type: "write-file", path, before, after: await tree.fingerprint(file) }];
      }),

    move: (from, to) =>
      change(from, async () => {
        const node = await existing(from);
        if (from === to) return [];
        if (node.kind === "other") return fail({ type: "EntryKindWrong", path: from, expected: "file", found: node.kind });
        if (to.startsWith(`${from}/`)) return fail({ type: "PathRefused", path: to, reason: "lies inside what is to be moved" });
        if ((await nodeAt(to)).kind !== "absent") return fail({ type: "EntryExists", path: to });
        const source = await tree.walk(namesOf(from));
        const moved = await tree.fingerprint(node);
        const { operations, parent, leaf } = (await prepare(to, source))();
        tree.place(source.folder, source.name, { kind: "absent" });
        tree.place(parent, leaf, node);
        return [...operations, { type: "move", from, to, moved }];
      }),

    trash: (path) =>
      change(path, async () => {
        const operations: FileOperation[] = [];
        await trashing(path, await existing(path), operations);
        const { folder, name } = await tree.walk(namesOf(path));
        tree.place(folder, name, { kind: "absent" });
        return operations;
      }),

    operations: () => [...done],
    contents: (sha256) => tree.contents.get(sha256),
    looked: () => Object.fromEntries(tree.looked),
  };
};
