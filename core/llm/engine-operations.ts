import { implement } from "@orpc/server";
import type { Aborted, Result } from "#core/base";
import { contract, unwrap } from "#core/contract";
import { createChannel } from "./channel.ts";
import type { LocalModels } from "./local-models.ts";
import type { ModelError, ModelSpeed } from "./schema.ts";

const os = implement(contract.engine);

/** Turns work that tells its progress into a stream that ends with its outcome; leaving the stream stops the work. */
async function* toStream<Event, T>(
  callerSignal: AbortSignal | undefined,
  work: (signal: AbortSignal, emit: (event: Event) => void) => Promise<Result<T, ModelError | Aborted>>,
): AsyncGenerator<Event, T, void> {
  const left = new AbortController();
  const signal = callerSignal === undefined ? left.signal : AbortSignal.any([callerSignal, left.signal]);
  const channel = createChannel<Event>();
  const working = work(signal, channel.push).finally(channel.end);
  try {
    yield* channel.values();
    return unwrap(await working);
  } finally {
    left.abort({ type: "Aborted", by: "user" });
  }
}

export const engineOperations = (local: LocalModels) =>
  os.router({
    state: os.state.handler(() => local.report()),
    load: os.load.handler(async function* ({ input, signal }) {
      yield* toStream<{ progress: number; done: boolean }, void>(signal, (stop, emit) =>
        local.load(input.modelId, stop, (progress) => emit({ progress, done: false })),
      );
      yield { progress: 1, done: true };
    }),
    unload: os.unload.handler(async () => ({ unloaded: await local.unload() })),
    forgive: os.forgive.handler(({ input }) => ({ forgiven: local.forgive(input.modelId) })),
    bench: os.bench.handler(async function* ({ input, signal }) {
      const speed = yield* toStream<{ type: "bench-progress"; share: number; note: string }, ModelSpeed>(signal, (stop, emit) =>
        local.bench(input.modelId, stop, (share, note) => emit({ type: "bench-progress", share, note })),
      );
      yield { type: "bench-end" as const, speed };
    }),
    probe: os.probe.handler(async ({ input, signal }) => unwrap(await local.probe(input.modelId, signal ?? new AbortController().signal))),
  });
