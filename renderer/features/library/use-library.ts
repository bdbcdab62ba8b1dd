import { createContext, use, useEffect } from "react";
import { useStore } from "zustand";
import { useBridge, type Bridge } from "../../bridge/index.ts";
import { createLibrary, type Library, type LibraryState } from "./library.ts";

/** One library for each line to a host. */
const libraries = new WeakMap<Bridge, Library>();

const libraryOf = (bridge: Bridge): Library => {
  const known = libraries.get(bridge) ?? createLibrary(bridge);
  libraries.set(bridge, known);
  return known;
};

/** The window's library, kept true while the calling screen is shown. */
export const useFollowedLibrary = (): Library => {
  const library = libraryOf(useBridge());
  useEffect(() => {
    const controller = new AbortController();
    void library.follow(controller.signal);
    return () => controller.abort();
  }, [library]);
  return library;
};

export const LibraryContext = createContext<Library | null>(null);

export const useLibrary = (): Library => {
  const library = use(LibraryContext);
  if (library === null) throw new Error("useLibrary is called outside the library's screen");
  return library;
};

export const useLibraryState = <T>(select: (state: LibraryState) => T): T => useStore(useLibrary().store, select);
