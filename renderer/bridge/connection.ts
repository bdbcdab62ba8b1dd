import { createStore, type StoreApi } from "zustand/vanilla";

/** `lost` counts down to `retryAtMs` (wall clock). `signed-out` needs a person. */
export type ConnectionState =
  | { readonly type: "connecting" }
  | { readonly type: "open" }
  | { readonly type: "lost"; readonly retryAtMs: number }
  | { readonly type: "signed-out" };

export type ConnectionStore = StoreApi<ConnectionState>;

export const createConnectionStore = (): ConnectionStore => createStore<ConnectionState>(() => ({ type: "connecting" }));

/** Waits 0.25 s, 0.5 s, 1 s … at most 8 s, plus up to a quarter by chance so that many windows do not knock together. */
export const retryDelayMs = (failures: number, chance: number): number =>
  Math.round(Math.min(8000, 250 * 2 ** Math.min(failures, 10)) * (1 + chance / 4));
