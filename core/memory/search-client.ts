import { sep } from "node:path";
import { createWorkerClient, workerEntry, type Aborted, type LogDep, type Result } from "#core/base";
import { err } from "#core/base/schema";
import type { LibraryChange, SearchReply, SearchRequest } from "./searcher.ts";
import type { VectorModel } from "./vector-index.ts";

/** The search thread as the rest of the memory sees it. Messages arrive in the order they were sent. */
export interface SearchClient {
  /** Errors: Aborted. A thread that died is started anew and asked once more; dying twice is a defect and throws. */
  readonly search: (request: SearchRequest, signal?: AbortSignal) => Promise<Result<SearchReply, Aborted>>;
  /** Tells what was committed; searches asked for later see it. */
  readonly change: (change: LibraryChange) => void;
  /** Resolves when the model's vectors are in memory, or the thread is gone. */
  readonly load: (model: VectorModel) => Promise<void>;
  readonly drop: (modelNumber: number) => void;
  readonly memory: () => Promise<{ rows: number; bytes: number } | null>;
  readonly close: () => Promise<void>;
}

export const createSearchClient = ({ log }: LogDep, databasePath: string): SearchClient => {
  const client = createWorkerClient(workerEntry("search-worker", import.meta.url), { workerData: { databasePath, separator: sep } });
  let closed = false;
  const tell = (method: string, input: unknown) =>
    void client.call(method, input).then((result) => {
      // Nothing is lost: a new thread reads everything from the database.
      if (!result.ok && !closed) log.warn("search thread missed a message", { method, error: result.error });
    });

  return {
    search: async (request, signal) => {
      for (let attempt = 1; ; attempt += 1) {
        const reply = await client.call<SearchReply>("search", request, { signal });
        if (reply.ok) return reply;
        if (reply.error.type === "Aborted") return err(reply.error);
        log.warn("search failed", { attempt, reason: reply.error.reason });
        if (attempt === 2) throw new Error(`search failed: ${reply.error.reason}`);
      }
    },
    change: (change) => tell("change", change),
    load: async (model) => {
      const { number, dimensions } = model;
      const loaded = await client.call("load", { number, dimensions });
      if (!loaded.ok && !closed) log.warn("vectors were not loaded", { error: loaded.error });
    },
    drop: (modelNumber) => tell("drop", modelNumber),
    memory: async () => {
      const reply = await client.call<{ rows: number; bytes: number }>("memory", null);
      return reply.ok ? reply.value : null;
    },
    close: () => {
      closed = true;
      return client.close();
    },
  };
};
