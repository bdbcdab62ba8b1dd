import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Memory } from "./memory.ts";

const os = implement(contract.library);

export const libraryOperations = (memory: Memory) =>
  os.router({
    status: os.status.handler(() => memory.status()),
    watch: os.watch.handler(({ signal }) => memory.watch(signal)),
    ingest: os.ingest.handler(async ({ input }) => unwrap(await memory.ingest(input.paths))),
    job: os.job.handler(({ input, signal }) => unwrap(memory.jobEvents(input.jobId, signal))),
    cancel: os.cancel.handler(({ input }) => ({ cancelled: unwrap(memory.cancel(input.jobId)) })),
    upload: os.upload.handler(async ({ input, signal }) => unwrap(await memory.storeUpload(input, signal))),
    documents: os.documents.handler(({ input }) => memory.documents(input)),
    remove: os.remove.handler(({ input }) => ({ removed: memory.remove(input.documentIds) })),
    setPrivate: os.setPrivate.handler(({ input }) => {
      const place = "documentId" in input ? { documentId: input.documentId } : { root: input.root };
      return { changed: unwrap(memory.setPrivate(place, input.isPrivate)) };
    }),
    privateMarks: os.privateMarks.handler(() => memory.privateMarks()),
    reingest: os.reingest.handler(({ input }) => unwrap(memory.reingest(input.documentIds))),
    passage: os.passage.handler(({ input }) => unwrap(memory.passage(input.chunkId, input.around))),
    search: os.search.handler(async ({ input, signal }) => unwrap(await memory.search(input, signal))),
    embedding: os.embedding.handler(() => memory.embeddingStatus()),
    watchEmbedding: os.watchEmbedding.handler(({ signal }) => memory.watchEmbedding(signal)),
  });
