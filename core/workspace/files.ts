import type { Result } from "#core/base/schema";
import type { FileOperation, Fingerprint, Workspace, WorkspaceError } from "./schema.ts";

export type Outcome<T> = Promise<Result<T, WorkspaceError>>;

/** An entry of a folder. Links, devices, sockets and pipes are "other"; their size is 0. */
export interface Entry {
  readonly path: string;
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
}

export interface ListOptions {
  readonly recursive?: boolean | undefined;
  /** At most this many entries, the first ones in order. */
  readonly limit: number;
}

/** What stands at a path, without its content. `obstacle` says why a file may not be replaced or trashed; null when it may. */
export type Inspection =
  | { readonly kind: "absent" }
  | { readonly kind: "folder"; readonly mode: number }
  | { readonly kind: "file"; readonly sizeBytes: number; readonly mode: number; readonly obstacle: string | null }
  | { readonly kind: "other" };

/** Looking at a folder. Paths are relative, "/" between names, checked by `checkPath`; "" is the folder itself. Links are never followed. */
export interface FileReader {
  /** What stands there; `absent` also when a parent is missing. Errors: PathRefused, DiskFailed. */
  readonly fingerprint: (path: string) => Outcome<Fingerprint>;
  /** Each folder's names in code-unit order, a folder before what is in it. Olympus' own part files are left out. Errors: EntryNotFound, EntryKindWrong. */
  readonly list: (path: string, options: ListOptions) => Outcome<readonly Entry[]>;
  /** A file's bytes, whole. Errors: EntryNotFound, EntryKindWrong, EntryTooLarge (nothing is read then). */
  readonly read: (path: string, options: { readonly limitBytes: number }) => Outcome<Uint8Array>;
}

/** What a tool works with. Every change answers with the primitive operations it consists of, in order; none when nothing had to change. */
export interface Files extends FileReader {
  /** Parents too. Errors: EntryKindWrong when a file stands in the way. */
  readonly makeFolder: (path: string) => Outcome<readonly FileOperation[]>;
  /** Creates or replaces, with parents. `mode`: permission bits; left out: those of the replaced file, or what the umask gives. */
  readonly write: (path: string, bytes: Uint8Array, options?: { readonly mode?: number | undefined }) => Outcome<readonly FileOperation[]>;
  /** A file, or a folder with everything in it; makes the target's parents. Errors: EntryExists (it never overwrites), EntryNotFound. */
  readonly move: (from: string, to: string) => Outcome<readonly FileOperation[]>;
  /** A file, or a folder with everything in it, innermost first. Errors: EntryNotFound, EntryKindWrong (a link or device is inside). */
  readonly trash: (path: string) => Outcome<readonly FileOperation[]>;
}

/** Where a file's content goes before it is replaced or trashed. On disk when it answers; nothing is changed when it fails. */
export type KeepBefore = (sha256: string, content: Uint8Array | AsyncIterable<Uint8Array>) => Outcome<void>;

export interface ApplyOptions {
  readonly keepBefore: KeepBefore;
}

/** A real folder, held open until `close`. Reading never changes it; `apply` and `revert` are the only ways to. */
export interface FolderFiles extends FileReader {
  /** Real, absolute path. */
  readonly root: string;
  readonly access: Workspace["access"];
  readonly inspect: (path: string) => Outcome<Inspection>;
  /** The names in a folder, in no order, without looking at what they name; none when it is missing. */
  readonly names: (path: string) => Outcome<readonly string[]>;
  /**
   * Does exactly this one operation, atomically and on disk when it answers; one at a time per folder. "already": the world is as the operation leaves it,
   * nothing was done. `contents`: the bytes of a written file. A half-done operation of a process that died is finished or taken back first.
   * Errors: EntryChanged (the world is neither as before nor as after), WorkspaceReadOnly, PathRefused, what `keepBefore` answers.
   */
  readonly apply: (operation: FileOperation, contents: Uint8Array | null, options: ApplyOptions) => Outcome<"applied" | "already">;
  /** The same, backwards: `before` is the content that the operation replaced or trashed, null when there was none. Equals `apply(invert(operation), before, …)`. */
  readonly revert: (operation: FileOperation, before: Uint8Array | null, options: ApplyOptions) => Outcome<"applied" | "already">;
  readonly close: () => Promise<void>;
}

/** A folder as it would be: changes live in memory, reads see them, the folder below is only read. */
export interface Overlay extends Files, Pick<FolderFiles, "access" | "inspect" | "names"> {
  /** Everything that was changed so far, in order; applied to the folder below they make it exactly this overlay. */
  readonly operations: () => readonly FileOperation[];
  /** The bytes of a file written here. Undefined for content that was never written here. */
  readonly contents: (sha256: string) => Uint8Array | undefined;
  /** Every place looked at in the folder below, as it was when first looked at. What a listing merely named is not among them; its folder is. */
  readonly looked: () => Readonly<Record<string, Fingerprint>>;
}
