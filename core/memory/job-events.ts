import type { IngestEvent, JobId } from "./schema.ts";

/** One job's events for any number of listeners. Who comes late is first told how things stand, then what happens; all end with the job. */
export interface JobEvents {
  readonly publish: (event: IngestEvent) => void;
  /** Events in order, none left out; ends after the job's end or with the signal. Never rejects. */
  readonly subscribe: (signal?: AbortSignal) => AsyncGenerator<IngestEvent, void, void>;
}

interface Listener {
  readonly queue: IngestEvent[];
  wake: () => void;
}

export const createJobEvents = ({ jobId, roots }: { readonly jobId: JobId; readonly roots: string[] }): JobEvents => {
  const listeners = new Set<Listener>();
  // The newest event of each type, in the order a story has them, is how things stand.
  const state: { [Type in IngestEvent["type"]]?: IngestEvent } = { "ingest-start": { type: "ingest-start", jobId, roots } };
  const order = ["ingest-start", "ingest-discovered", "ingest-file-end", "ingest-file-start", "ingest-end", "ingest-error"] as const;
  const isEnd = ({ type }: IngestEvent) => type === "ingest-end" || type === "ingest-error";

  async function* listen(listener: Listener, signal: AbortSignal | undefined): AsyncGenerator<IngestEvent, void, void> {
    const stop = () => listener.wake();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      while (!signal?.aborted) {
        const next = listener.queue.shift();
        if (next === undefined) {
          await new Promise<void>((resolve) => (listener.wake = resolve));
          continue;
        }
        yield next;
        if (isEnd(next)) return;
      }
    } finally {
      listeners.delete(listener);
      signal?.removeEventListener("abort", stop);
    }
  }

  return {
    publish: (event) => {
      state[event.type] = event;
      // A finished file is no longer the present one.
      if (event.type === "ingest-file-end" || isEnd(event)) delete state["ingest-file-start"];
      for (const listener of listeners) {
        listener.queue.push(event);
        listener.wake();
      }
    },
    subscribe: (signal) => {
      const listener: Listener = { queue: order.flatMap((type) => state[type] ?? []), wake: () => {} };
      listeners.add(listener);
      return listen(listener, signal);
    },
  };
};
