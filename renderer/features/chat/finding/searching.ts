import { createStore } from "zustand/vanilla";
import type { FolderId } from "#core/chat/schema";

/** Which conversations are searched. */
export type SearchScope =
  | { readonly type: "everything" | "unarchived" | "archived" }
  | { readonly type: "folder"; readonly folderId: FolderId };

export interface Searching {
  readonly query: string;
  readonly scope: SearchScope;
}

/** What is being searched for, kept while a hit is looked at: whoever comes back finds the others again. */
export const createSearching = () => {
  const store = createStore<Searching>(() => ({ query: "", scope: { type: "everything" } }));
  return { store, write: (change: Partial<Searching>): void => store.setState(change) };
};
