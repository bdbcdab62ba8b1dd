import { createStore } from "zustand/vanilla";

const key = "olympus-open-folders";

type Kept = Pick<Storage, "getItem" | "setItem">;

/** Anything but a list of names, as a browser or another version may have left it, is nothing. */
const read = (storage: Kept): string[] => {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((entry): entry is string => typeof entry === "string") : [];
  } catch {
    return [];
  }
};

/** Which folders of the list stand open, remembered in this browser. */
export const createOpenFolders = (storage: Kept = localStorage) => {
  const store = createStore<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set(read(storage)) }));
  return {
    store,
    set: (id: string, open: boolean): void => {
      const ids = new Set(store.getState().ids);
      if (open) ids.add(id);
      else ids.delete(id);
      store.setState({ ids });
      storage.setItem(key, JSON.stringify([...ids]));
    },
  };
};

export type OpenFolders = ReturnType<typeof createOpenFolders>;
