import { createStore } from "zustand/vanilla";
import type { ExportEvent } from "#core/transfer/schema";
import { consume, type Client, type ClientError } from "../../bridge/index.ts";
import { handOut } from "../../ui/hand-out.ts";

export type ExportState =
  | { readonly type: "idle" }
  | { readonly type: "running"; readonly doneCount: number; readonly totalCount: number; readonly sizeBytes: number }
  | { readonly type: "done"; readonly fileName: string; readonly sizeBytes: number }
  | { readonly type: "failed"; readonly error: ClientError };

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** All conversations on their way out, into a file the browser or the desktop saves. */
export const createExporting = (client: Client) => {
  const store = createStore<ExportState>(() => ({ type: "idle" }));
  const set = (state: ExportState) => store.setState(state, true);
  let controller = new AbortController();

  return {
    store,
    start: async (): Promise<void> => {
      controller = new AbortController();
      const { signal } = controller;
      /** Blobs: a browser may keep them on disk, where many small arrays would stay in memory. */
      const pieces: Blob[] = [];
      let start: Extract<ExportEvent, { type: "export-start" }> | null = null;
      let sizeBytes = 0;
      let outcome: ExportState | null = null;
      set({ type: "running", doneCount: 0, totalCount: 0, sizeBytes: 0 });
      const take = (event: ExportEvent) => {
        if (event.type === "export-start") start = event;
        else if (event.type === "export-piece") {
          const bytes = bytesOf(event.base64);
          pieces.push(new Blob([bytes]));
          sizeBytes += bytes.length;
          set({ type: "running", doneCount: event.doneCount, totalCount: start?.conversationCount ?? 0, sizeBytes });
        } else if (event.type === "export-error") outcome = { type: "failed", error: event.error };
        else if (start !== null) {
          handOut(start.fileName, start.mediaType, pieces);
          outcome = { type: "done", fileName: start.fileName, sizeBytes };
        }
      };
      const ended = await consume(client.transfer.exportAll(undefined, { signal }), take, signal);
      if (signal.aborted) return set({ type: "idle" });
      set(outcome ?? { type: "failed", error: ended.ok ? { type: "ConnectionLost" } : ended.error });
    },
    stop: () => controller.abort(),
  };
};
