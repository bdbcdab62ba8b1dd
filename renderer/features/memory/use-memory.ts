import { createContext, use, useEffect } from "react";
import { useStore } from "zustand";
import { useBridge, type Bridge } from "../../bridge/index.ts";
import { createMemoryState, type MemoryState, type MemoryStore } from "./memory-state.ts";

/** One memory for each line to a host. */
const memories = new WeakMap<Bridge, MemoryStore>();

const memoryOf = (bridge: Bridge): MemoryStore => {
  const known = memories.get(bridge) ?? createMemoryState(bridge);
  memories.set(bridge, known);
  return known;
};

/** The window's memory, kept true while the calling screen is shown. */
export const useFollowedMemory = (): MemoryStore => {
  const memory = memoryOf(useBridge());
  useEffect(() => {
    const controller = new AbortController();
    void memory.refresh();
    void memory.follow(controller.signal);
    return () => controller.abort();
  }, [memory]);
  return memory;
};

export const MemoryContext = createContext<MemoryStore | null>(null);

export const useMemory = (): MemoryStore => {
  const memory = use(MemoryContext);
  if (memory === null) throw new Error("useMemory is called outside the memory's screen");
  return memory;
};

export const useMemoryState = <T>(select: (state: MemoryState) => T): T => useStore(useMemory().store, select);
