import { foldName, foldsTo } from "./check-path.ts";
import { fail, need } from "./failure.ts";
import type { FolderFiles } from "./files.ts";
import { absent, sameFingerprint, sha256Of } from "./fingerprint.ts";
import type { Fingerprint } from "./schema.ts";

/** What an overlay lies on: any `FolderFiles`; only read. */
export type OverlayBase = Pick<FolderFiles, "access" | "fingerprint" | "inspect" | "list" | "names" | "read">;

interface BaseFile {
  readonly kind: "file";
  /** Where the content lies in the folder below, wherever the file is now. */
  readonly basePath: string;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly obstacle: string | null;
}

interface WrittenFile {
  readonly kind: "file";
  readonly basePath: null;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly sha256: string;
  readonly obstacle: null;
}

/** A folder knows only the children that were met; the others are those of `basePath`, null for a folder that was made here. */
export interface FolderNode {
  readonly kind: "folder";
  readonly basePath: string | null;
  readonly mode: number;
  readonly children: Map<string, Node>;
}

export type Node = { readonly kind: "absent" } | { readonly kind: "other" } | BaseFile | WrittenFile | FolderNode;

export interface ChildName {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
}

const below = (path: string, name: string): string => (path === "" ? name : `${path}/${name}`);

/** The tree of an overlay: what was changed, and what was met of the folder below. Functions throw `Failure`s. */
export const createOverlayTree = (base: OverlayBase) => {
  const root: FolderNode = { kind: "folder", basePath: "", mode: 0o755, children: new Map() };
  const looked = new Map<string, Fingerprint>();
  const contents = new Map<string, Uint8Array>();
  const baseNames = new Map<string, readonly ChildName[]>();
  const inheritedNames = new Map<string, readonly string[]>();
  const spellings = new WeakMap<FolderNode, Map<string, Set<string>>>();
  const askedOnce = new WeakSet<FolderNode>();

  /** Remembers a place as it was; a place that looks different the second time has been changed by somebody meanwhile. */
  const record = (path: string, found: Fingerprint): void => {
    const earlier = looked.get(path);
    if (earlier === undefined) looked.set(path, found);
    else if (!sameFingerprint(earlier, found)) fail({ type: "EntryChanged", path, expected: earlier, found });
  };

  const meet = async (path: string): Promise<Node> => {
    const seen = need(await base.inspect(path));
    if (seen.kind === "file") return { ...seen, basePath: path };
    record(path, { kind: seen.kind });
    return seen.kind === "folder" ? { ...seen, basePath: path, children: new Map() } : seen;
  };

  const child = async (folder: FolderNode, name: string): Promise<Node> => {
    const met = folder.children.get(name);
    if (met !== undefined) return met;
    const node: Node = folder.basePath === null ? { kind: "absent" } : await meet(below(folder.basePath, name));
    folder.children.set(name, node);
    return node;
  };

  /** How far a path leads: the innermost folder that exists, the names below it, and what stands at the first of these. */
  const walk = async (names: readonly string[]) => {
    let folder = root;
    for (const [depth, name] of names.entries()) {
      const node = await child(folder, name);
      if (depth === names.length - 1 || node.kind !== "folder") return { folder, depth, name, node };
      folder = node;
    }
    return { folder: root, depth: 0, name: "", node: root as Node };
  };

  const namesBelow = async (basePath: string): Promise<readonly ChildName[]> => {
    const known = baseNames.get(basePath);
    if (known !== undefined) return known;
    const entries = need(await base.list(basePath, { limit: Number.POSITIVE_INFINITY }));
    const skipped = basePath === "" ? 0 : basePath.length + 1;
    const names = entries.map(({ path, kind, sizeBytes }) => ({ name: path.slice(skipped), kind, sizeBytes }));
    baseNames.set(basePath, names);
    return names;
  };

  /** A folder's names in code-unit order. */
  const children = async (folder: FolderNode): Promise<readonly ChildName[]> => {
    const names = folder.basePath === null ? [] : await namesBelow(folder.basePath);
    const unmet = names.filter(({ name }) => !folder.children.has(name));
    const met = [...folder.children].flatMap(([name, node]): ChildName[] =>
      node.kind === "absent" ? [] : [{ name, kind: node.kind, sizeBytes: node.kind === "file" ? node.sizeBytes : 0 }],
    );
    return [...unmet, ...met].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  };

  const place = (folder: FolderNode, name: string, node: Node): void => {
    folder.children.set(name, node);
    const known = spellings.get(folder);
    if (known === undefined) return;
    const fold = foldName(name);
    const same = known.get(fold) ?? new Set();
    if (node.kind === "absent") same.delete(name);
    else same.add(name);
    known.set(fold, same);
  };

  /** Names in a folder as it is now; those of the folder below are read once. */
  const names = async (folder: FolderNode): Promise<readonly string[]> => {
    let inherited = folder.basePath === null ? [] : inheritedNames.get(folder.basePath);
    if (inherited === undefined) {
      inherited = need(await base.names(folder.basePath ?? ""));
      inheritedNames.set(folder.basePath ?? "", inherited);
    }
    if (folder.children.size === 0) return inherited;
    const own = [...folder.children].flatMap(([other, node]) => (node.kind === "absent" ? [] : [other]));
    const left = inherited.filter((other) => !folder.children.has(other));
    return own.length === 0 ? left : [...left, ...own];
  };

  const indexed = (all: readonly string[]): Map<string, Set<string>> => {
    const index = new Map<string, Set<string>>();
    for (const other of all) {
      const fold = foldName(other);
      const same = index.get(fold);
      if (same === undefined) index.set(fold, new Set([other]));
      else same.add(other);
    }
    return index;
  };

  /** Another name in the folder that some systems or eyes would take for `name`; undefined when there is none. */
  const lookalike = async (folder: FolderNode, name: string, except?: string): Promise<string | undefined> => {
    const fold = foldName(name);
    const isOther = (other: string): boolean => other !== name && other !== except;
    const known = spellings.get(folder);
    if (known !== undefined) return [...(known.get(fold) ?? [])].find(isOther);
    const all = await names(folder);
    // Most overlays are for one step and ask once: an index pays from the second time on.
    if (askedOnce.has(folder)) {
      const index = indexed(all);
      spellings.set(folder, index);
      return [...(index.get(fold) ?? [])].find(isOther);
    }
    askedOnce.add(folder);
    return all.find((other) => isOther(other) && foldsTo(other, fold));
  };

  const fingerprint = async (node: Node): Promise<Fingerprint> => {
    if (node.kind !== "file") return node.kind === "absent" ? absent : { kind: node.kind };
    const { sizeBytes, mode } = node;
    if (node.basePath === null) return { kind: "file", sha256: node.sha256, sizeBytes, mode };
    const known = looked.get(node.basePath);
    if (known !== undefined) return known;
    const found = need(await base.fingerprint(node.basePath));
    record(node.basePath, found);
    return found.kind === "file" ? found : fail({ type: "EntryChanged", path: node.basePath, expected: { kind: "other" }, found });
  };

  const read = async (node: BaseFile | WrittenFile, path: string, limitBytes: number): Promise<Uint8Array> => {
    if (node.sizeBytes > limitBytes) return fail({ type: "EntryTooLarge", path, sizeBytes: node.sizeBytes, limitBytes });
    if (node.basePath === null) return (contents.get(node.sha256) ?? new Uint8Array()).slice();
    const bytes = need(await base.read(node.basePath, { limitBytes }));
    record(node.basePath, { kind: "file", sha256: sha256Of(bytes), sizeBytes: bytes.length, mode: node.mode });
    return bytes;
  };

  const keep = (bytes: Uint8Array, mode: number): WrittenFile => {
    const sha256 = sha256Of(bytes);
    if (!contents.has(sha256)) contents.set(sha256, bytes.slice());
    return { kind: "file", basePath: null, sha256, sizeBytes: bytes.length, mode, obstacle: null };
  };

  return { child, children, contents, fingerprint, keep, looked, lookalike, names, place, read, walk };
};

export type OverlayTree = ReturnType<typeof createOverlayTree>;
