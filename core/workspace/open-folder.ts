import { closeSync, lstatSync, realpathSync } from "node:fs";
import { isAbsolute } from "node:path";
import { setImmediate as setImmediateCallback } from "node:timers";
import { setImmediate } from "node:timers/promises";
import { err, ok } from "#core/base/schema";
import { createAnchor, systemAnchoring, type Anchor, type Anchoring, type HeldFolder, type Place } from "./anchor.ts";
import { applyOperation } from "./apply.ts";
import { checkPath, reservedPrefix } from "./check-path.ts";
import { codeOf, fail, guarded, need, unless } from "./failure.ts";
import type { Entry, FolderFiles, Inspection, ListOptions, Outcome } from "./files.ts";
import { absent, contentOf, fingerprintAt, inspectionOf, lookAt, openPlain, smallContent } from "./fingerprint.ts";
import { invertOperation } from "./invert.ts";
import type { Workspace } from "./schema.ts";
import { createTogether } from "./together.ts";

export interface OpenFolderOptions {
  /** How names are bound to the folder; the system's best by default. */
  readonly anchoring?: Anchoring | undefined;
}

const namesOf = (path: string): readonly string[] => (path === "" ? [] : need(checkPath(path, "existing")));

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** What Olympus put there itself, or half a change of it. */
const isOurs = (name: string): boolean => name.startsWith(".") && name.toLowerCase().startsWith(reservedPrefix);

/** Between two looks at the event loop while listing; a thousand `lstat` take a few milliseconds. */
const entriesAtOnce = 1000;

const reading = (anchor: Anchor) => {
  /** Runs `work` where `path`'s last name lies; null when a parent is missing or no folder. Throws for a link on the way. */
  const atLeaf = async <T>(path: string, work: (place: Place, leaf: string) => Promise<T> | T): Promise<T | null> => {
    const names = namesOf(path);
    const leaf = names.at(-1) ?? "";
    const found = await guarded(path, () => anchor.within(names.slice(0, -1), (place) => work(place, leaf)));
    if (!found.ok && found.error.type === "EntryKindWrong" && found.error.path !== path) return null;
    return need(found);
  };

  const inspect = (path: string): Outcome<Inspection> =>
    guarded(path, async () => {
      if (path === "") return anchor.within([], (place) => inspectionOf(place.own)) as Promise<Inspection>;
      return (await atLeaf(path, (place, leaf) => inspectionOf(lookAt(place, leaf)))) ?? { kind: "absent" };
    });

  const readNames: FolderFiles["names"] = (path) =>
    guarded(path, async () => (await anchor.within(namesOf(path), (place) => place.names().filter((name) => !isOurs(name)))) ?? []);

  const moment = new Map<string, ReturnType<FolderFiles["names"]>>();
  const forgetNames = () => moment.clear();
  /** Steps that are looked at in the same moment, before anything is changed or waited for, share one look. */
  const names: FolderFiles["names"] = (path) => {
    const known = moment.get(path);
    if (known !== undefined) return known;
    if (moment.size === 0) setImmediateCallback(forgetNames);
    const found = readNames(path);
    moment.set(path, found);
    return found;
  };

  const fingerprint: FolderFiles["fingerprint"] = (path) =>
    guarded(path, async () => {
      if (path === "") return { kind: "folder" };
      return (await atLeaf(path, (place, leaf) => fingerprintAt(place, leaf, path))) ?? absent;
    });

  const listInto = async (entries: Entry[], names: readonly string[], { limit, recursive }: ListOptions): Promise<boolean> => {
    const path = names.join("/");
    const children = await anchor.within(names, (place) =>
      place
        .names()
        .filter((name) => !isOurs(name))
        .toSorted(byCodeUnit)
        .flatMap((name): (Entry & { readonly name: string })[] => {
          const seen = inspectionOf(lookAt(place, name));
          if (seen.kind === "absent") return [];
          return [
            { name, path: path === "" ? name : `${path}/${name}`, kind: seen.kind, sizeBytes: seen.kind === "file" ? seen.sizeBytes : 0 },
          ];
        }),
    );
    for (const { name, ...entry } of children ?? []) {
      if (entries.length >= limit) return false;
      entries.push(entry);
      if (entries.length % entriesAtOnce === 0) await setImmediate();
      if (recursive === true && entry.kind === "folder") {
        const inside = await guarded(entry.path, () => listInto(entries, [...names, name], { limit, recursive }));
        // What is a folder of another disk, or became something else just now, is shown but not entered.
        if (!inside.ok && inside.error.type === "DiskFailed") return fail(inside.error);
      }
    }
    return true;
  };

  const list: FolderFiles["list"] = (path, options) =>
    guarded(path, async () => {
      const seen = need(await inspect(path));
      if (seen.kind === "absent") return fail({ type: "EntryNotFound", path });
      if (seen.kind !== "folder") return fail({ type: "EntryKindWrong", path, expected: "folder", found: seen.kind });
      const entries: Entry[] = [];
      await listInto(entries, namesOf(path), options);
      return entries;
    });

  const read: FolderFiles["read"] = (path, { limitBytes }) =>
    guarded(path, async () => {
      const seen = need(await inspect(path));
      if (seen.kind === "absent") return fail({ type: "EntryNotFound", path });
      if (seen.kind !== "file") return fail({ type: "EntryKindWrong", path, expected: "file", found: seen.kind });
      const bytes = await atLeaf(path, async (place, leaf) => {
        const open = openPlain(place, leaf);
        if (open === null) return null;
        try {
          const sizeBytes = Number(open.stats.size);
          if (sizeBytes > limitBytes) return fail({ type: "EntryTooLarge", path, sizeBytes, limitBytes });
          const small = smallContent(open);
          if (small !== null) return small;
          const pieces: Uint8Array[] = [];
          let length = 0;
          for await (const piece of contentOf(open.file)) {
            pieces.push(piece);
            length += piece.length;
            if (length > limitBytes) return fail({ type: "EntryTooLarge", path, sizeBytes: length, limitBytes });
          }
          return new Uint8Array(Buffer.concat(pieces));
        } finally {
          closeSync(open.file);
        }
      });
      return bytes ?? fail({ type: "EntryNotFound", path });
    });

  return { inspect, fingerprint, list, names, read, forgetNames };
};

/**
 * Holds a folder for reading and, with access "write", for single changes. `root` must be a real path: `grant` gives one.
 * Errors: WorkspaceRefused when it is not, or when it is no folder. To be closed.
 */
export const openFolder = async (root: string, access: Workspace["access"], options: OpenFolderOptions = {}): Outcome<FolderFiles> => {
  const refuse = (reason: string) => err({ type: "WorkspaceRefused" as const, path: root, reason });
  if (!isAbsolute(root)) return refuse("the path does not begin at the root of a disk");
  const opened = await guarded(root, () => {
    const stats = unless(["ENOENT", "ENOTDIR"], () => lstatSync(root));
    if (stats === null) return refuse("the folder does not exist");
    if (stats.isSymbolicLink() || realpathSync.native(root) !== root) return refuse("the path leads through a link");
    if (!stats.isDirectory()) return refuse("it is not a folder");
    try {
      return ok(createAnchor(root, options.anchoring ?? systemAnchoring()));
    } catch (cause) {
      if (["EACCES", "EPERM"].includes(codeOf(cause))) return refuse("this account may not open it");
      throw cause;
    }
  });
  if (!opened.ok) return opened;
  if (!opened.value.ok) return opened.value;
  const anchor = opened.value.value;

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };

  const { forgetNames, ...looking } = reading(anchor);
  const flushing = createTogether<HeldFolder>(async (folders) => {
    const done = new Set<string>();
    try {
      for (const { file, own } of folders) {
        const folder = `${own.dev} ${own.ino}`;
        if (done.has(folder)) continue;
        await anchor.flush(file, null);
        done.add(folder);
      }
    } finally {
      for (const { file } of folders) closeSync(file);
    }
  });
  const underWay = new Set<Promise<unknown>>();

  /** The change itself takes its turn; what makes it last is done for all that came together, while the next ones go on. */
  const apply: FolderFiles["apply"] = (operation, contents, { keepBefore }) => {
    const work = async () => {
      let held: readonly HeldFolder[] = [];
      const applied = await inTurn(async () => {
        forgetNames();
        const result = await applyOperation(anchor, access, operation, contents, keepBefore);
        forgetNames();
        held = anchor.toFlush();
        return result;
      });
      const path = operation.type === "move" ? operation.from : operation.path;
      const flushed = await guarded(path, async () => void (await Promise.all(held.map(flushing.add))));
      return flushed.ok ? applied : flushed;
    };
    const working = work();
    underWay.add(working);
    return working.finally(() => underWay.delete(working));
  };

  return ok({
    root,
    access,
    ...looking,
    apply,
    revert: (operation, before, applyOptions) => apply(invertOperation(operation), before, applyOptions),
    close: async () => {
      await Promise.allSettled(underWay);
      await inTurn(async () => anchor.close());
    },
  });
};
