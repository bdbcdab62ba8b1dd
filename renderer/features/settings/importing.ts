import { createStore } from "zustand/vanilla";
import type { TransferPreview, TransferReport } from "#core/transfer/schema";
import { attempt, consume, type Bridge, type ClientError } from "../../bridge/index.ts";
import { bringTransferFile } from "./bring-transfer-file.ts";

/** How far an import is; it goes from one to the next, and `failed` may follow any. */
export type ImportState =
  | { readonly type: "sending"; readonly share: number }
  | { readonly type: "reading" }
  | { readonly type: "preview"; readonly preview: TransferPreview }
  | { readonly type: "running"; readonly doneCount: number; readonly totalCount: number; readonly title: string }
  | { readonly type: "done"; readonly report: TransferReport }
  /** `report`: what is in all the same. */
  | { readonly type: "failed"; readonly error: ClientError; readonly report: TransferReport | null };

/** One file on its way in. */
export const createImporting = (bridge: Bridge, file: File) => {
  const store = createStore<ImportState>(() => ({ type: "reading" }));
  const set = (state: ImportState) => store.setState(state, true);
  const controller = new AbortController();
  const { signal } = controller;
  let path = "";

  return {
    store,
    /** Shows what is in the file. */
    look: async (): Promise<void> => {
      const brought = await bringTransferFile(bridge, file, { onProgress: (share) => set({ type: "sending", share }), signal });
      if (signal.aborted) return;
      if (!brought.ok) return set({ type: "failed", error: brought.error, report: null });
      path = brought.value;
      set({ type: "reading" });
      const preview = await attempt(bridge.client.transfer.preview({ path }, { signal }), signal);
      if (signal.aborted) return;
      set(preview.ok ? { type: "preview", preview: preview.value } : { type: "failed", error: preview.error, report: null });
    },
    take: async (): Promise<void> => {
      set({ type: "running", doneCount: 0, totalCount: 0, title: "" });
      const ended = await consume(
        bridge.client.transfer.import({ path }, { signal }),
        (event) => {
          if (event.type === "transfer-progress") set({ ...event, type: "running" });
          else if (event.type === "transfer-end") set({ type: "done", report: event.report });
          else set({ type: "failed", error: event.error, report: event.report });
        },
        signal,
      );
      if (store.getState().type === "running")
        set({ type: "failed", error: ended.ok ? { type: "ConnectionLost" } : ended.error, report: null });
    },
    /** Ends it where it stands; conversations that are in stay. */
    stop: () => controller.abort(),
  };
};

export type Importing = ReturnType<typeof createImporting>;
