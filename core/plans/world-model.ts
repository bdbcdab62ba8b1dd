import type { FolderFiles } from "#core/workspace";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";

const absent: Fingerprint = { kind: "absent" };

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/**
 * A folder as operations would leave it, by fingerprints alone: no contents are needed and nothing is read twice. Fits only operations that could be
 * applied in this order.
 */
export const createWorldModel = (world: FolderFiles) => {
  const changed = new Map<string, Fingerprint>();
  const moves: { readonly from: string; readonly to: string }[] = [];

  /** Where a place of the model lies in the world; null when nothing of the world is there any more. */
  const inWorld = (path: string): string | null => {
    let place = path;
    for (const { from, to } of moves.toReversed()) {
      if (isBelow(place, to)) place = `${from}${place.slice(to.length)}`;
      else if (place === to) place = from;
      else if (place === from || isBelow(place, from)) return null;
    }
    return place;
  };

  const at = async (path: string): Promise<Fingerprint> => {
    const known = changed.get(path);
    if (known !== undefined) return known;
    const place = inWorld(path);
    if (place === null) return absent;
    const found = await world.fingerprint(place);
    return found.ok ? found.value : { kind: "other" };
  };

  /** Whether nothing is left in a folder. */
  const isEmpty = async (path: string): Promise<boolean> => {
    for (const [place, fingerprint] of changed) if (isBelow(place, path) && fingerprint.kind !== "absent") return false;
    const place = inWorld(path);
    const names = place === null ? null : await world.names(place);
    if (names === null) return true;
    if (!names.ok) return false;
    for (const name of names.value) if ((await at(`${path}/${name}`)).kind !== "absent") return false;
    return true;
  };

  const apply = (operation: FileOperation): void => {
    switch (operation.type) {
      case "make-folder":
        changed.set(operation.path, { kind: "folder" });
        return;
      case "trash":
        changed.set(operation.path, absent);
        return;
      case "write-file":
        changed.set(operation.path, operation.after);
        return;
      case "move": {
        for (const [place, fingerprint] of changed.entries().toArray())
          if (isBelow(place, operation.from)) {
            changed.delete(place);
            changed.set(`${operation.to}${place.slice(operation.from.length)}`, fingerprint);
          }
        moves.push({ from: operation.from, to: operation.to });
        changed.set(operation.from, absent);
        changed.set(operation.to, operation.moved);
      }
    }
  };

  return { at, apply, isEmpty };
};
