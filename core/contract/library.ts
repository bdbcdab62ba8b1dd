import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { documentKindSchema } from "#core/documents/schema";
import { embeddingStatusSchema } from "#core/embedding/schema";
import {
  chunkIdSchema,
  documentIdSchema,
  documentSchema,
  ingestEventSchema,
  ingestJobSchema,
  jobIdSchema,
  libraryStatusSchema,
  passageSchema,
  privateMarkSchema,
  searchAnswerSchema,
  searchQuerySchema,
} from "#core/memory/schema";
import { operation } from "./operation.ts";

const paths = z.array(z.string().min(1).max(4096)).min(1).max(1000);

export const libraryContract = {
  status: operation("GET", "/library", "What is in the library and what is being read").output(libraryStatusSchema),
  watch: operation("GET", "/library/events", "The library's status, now and after every change").output(eventIterator(libraryStatusSchema)),
  ingest: operation("POST", "/library/jobs", "Read files and folders of the host's machine into the library")
    .input(z.object({ paths }))
    .output(ingestJobSchema),
  job: operation("GET", "/library/jobs/{jobId}", "A job's events from now on, after its present state; ends with the job")
    .input(z.object({ jobId: jobIdSchema }))
    .output(eventIterator(ingestEventSchema)),
  cancel: operation("POST", "/library/jobs/{jobId}/cancel", "Stop reading; files that went in stay")
    .input(z.object({ jobId: jobIdSchema }))
    .output(z.object({ cancelled: z.boolean() })),
  upload: operation("POST", "/library/uploads", "Bring one file from the client; answers the path it was stored under, for `ingest`")
    .input(
      z.object({
        /** Files dropped together share a batch; `name` may hold folders separated by "/". */
        batch: z.string().regex(/^[0-9a-z-]{1,40}$/),
        name: z.string().min(1).max(1000),
        file: z.file().max(500 * 1024 * 1024),
      }),
    )
    .output(z.object({ path: z.string(), batchPath: z.string() })),
  documents: operation("GET", "/documents", "Documents in the library, newest first")
    .input(
      z.object({
        filter: z.string().max(400).default(""),
        kind: documentKindSchema.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ total: z.number(), documents: z.array(documentSchema) })),
  remove: operation("POST", "/documents/remove", "Forget documents: text, chunks and vectors go; the files on disk stay")
    .input(z.object({ documentIds: z.array(documentIdSchema).min(1).max(1000) }))
    .output(z.object({ removed: z.number() })),
  setPrivate: operation("POST", "/documents/private", "Mark a document, or a file or folder and everything below it, as private or open")
    .input(
      z.union([
        z.object({ documentId: documentIdSchema, isPrivate: z.boolean() }),
        z.object({ root: z.string().min(1).max(4096), isPrivate: z.boolean() }),
      ]),
    )
    .output(z.object({ changed: z.number() })),
  privateMarks: operation("GET", "/library/private", "Files and folders somebody marked, in order of path").output(
    z.array(privateMarkSchema),
  ),
  reingest: operation("POST", "/documents/reingest", "Read documents anew, changed or not")
    .input(z.object({ documentIds: z.array(documentIdSchema).min(1).max(1000) }))
    .output(ingestJobSchema),
  passage: operation("GET", "/passages/{chunkId}", "A chunk in its place, with the text around it")
    .input(z.object({ chunkId: z.coerce.number().pipe(chunkIdSchema), around: z.coerce.number().int().min(0).max(20_000).default(2000) }))
    .output(passageSchema),
  search: operation("POST", "/search", "Passages that match by word and by meaning, best first")
    .input(searchQuerySchema)
    .output(searchAnswerSchema),
  embedding: operation("GET", "/embedding", "Which embedder is at work").output(embeddingStatusSchema),
  watchEmbedding: operation("GET", "/embedding/events", "The embedder's status, now and after every change").output(
    eventIterator(embeddingStatusSchema),
  ),
};
