import { z } from "zod";
import { documentKindSchema, fileProblemSchema } from "#core/documents/schema";
import { abortedSchema, defectSchema, idSchema } from "#core/base/schema";
import { embeddingModelSchema } from "#core/embedding/schema";

export const documentIdSchema = idSchema("doc");
export type DocumentId = z.infer<typeof documentIdSchema>;
export const jobIdSchema = idSchema("job");
export type JobId = z.infer<typeof jobIdSchema>;
/** Stable for the life of the stored document version; changes when the file is read anew. */
export const chunkIdSchema = z.number().int().positive();
export type ChunkId = z.infer<typeof chunkIdSchema>;

export const memoryErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("DocumentNotFound"), documentId: z.string() }),
  z.object({ type: z.literal("ChunkNotFound"), chunkId: z.number() }),
  z.object({ type: z.literal("JobNotFound"), jobId: z.string() }),
  z.object({ type: z.literal("PathNotFound"), path: z.string() }),
]);
export type MemoryError = z.infer<typeof memoryErrorSchema>;

export const documentSchema = z.object({
  id: documentIdSchema,
  /** Absolute path the text was read from. */
  path: z.string(),
  /** The file or folder the person added, so a folder can be filtered and removed as one. */
  root: z.string(),
  kind: documentKindSchema,
  title: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  pageCount: z.number().nullable(),
  chunkCount: z.number(),
  addedAtMs: z.number(),
  modifiedAtMs: z.number(),
  notes: z.array(z.string()),
  /** Nothing of it is sent to another machine. */
  isPrivate: z.boolean(),
});
export type Document = z.infer<typeof documentSchema>;

export const ingestFailureSchema = z.object({ path: z.string(), reason: fileProblemSchema });
export type IngestFailure = z.infer<typeof ingestFailureSchema>;

/** Counts of files. `removed`: known before below the given paths, gone from disk now. */
export const ingestReportSchema = z.object({
  added: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  removed: z.number(),
  failed: z.array(ingestFailureSchema),
});
export type IngestReport = z.infer<typeof ingestReportSchema>;

/** One job's story: a start, then files in the order they finish, then exactly one end. A file reported as done is on disk. */
export const ingestEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ingest-start"), jobId: jobIdSchema, roots: z.array(z.string()) }),
  z.object({ type: z.literal("ingest-discovered"), fileCount: z.number(), totalBytes: z.number() }),
  z.object({ type: z.literal("ingest-file-start"), path: z.string(), position: z.number() }),
  z.object({
    type: z.literal("ingest-file-end"),
    path: z.string(),
    outcome: z.enum(["added", "updated", "unchanged", "failed"]),
    problem: fileProblemSchema.nullable(),
    doneCount: z.number(),
    fileCount: z.number(),
  }),
  z.object({ type: z.literal("ingest-end"), report: ingestReportSchema, durationMs: z.number() }),
  z.object({ type: z.literal("ingest-error"), error: z.union([abortedSchema, defectSchema]), report: ingestReportSchema }),
]);
export type IngestEvent = z.infer<typeof ingestEventSchema>;

/** A job as it stands, for somebody who looks in the middle. */
export const ingestJobSchema = z.object({
  id: jobIdSchema,
  roots: z.array(z.string()),
  state: z.enum(["running", "done", "stopped"]),
  startedAtMs: z.number(),
  doneCount: z.number(),
  /** Null until the folders have been walked. */
  fileCount: z.number().nullable(),
  currentPath: z.string().nullable(),
  report: ingestReportSchema,
});
export type IngestJob = z.infer<typeof ingestJobSchema>;

export const searchQuerySchema = z.object({
  query: z.string().min(1).max(4000),
  k: z.number().int().min(1).max(100).default(10),
  /** Keep only documents whose root or path is one of these, or lies below one. */
  paths: z.array(z.string()).optional(),
  kinds: z.array(documentKindSchema).optional(),
  modifiedFromMs: z.number().optional(),
  modifiedToMs: z.number().optional(),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;
export type SearchQueryInput = z.input<typeof searchQuerySchema>;

/** How a hit earned its place. Ranks are 1-based; null means that leg did not find it. */
export const scorePartsSchema = z.object({
  lexical: z.number().nullable(),
  lexicalRank: z.number().nullable(),
  vector: z.number().nullable(),
  vectorRank: z.number().nullable(),
  fused: z.number(),
  /** Taken off because a better hit says nearly the same (MMR). */
  diversityPenalty: z.number(),
});

export const searchHitSchema = z.object({
  chunkId: chunkIdSchema,
  documentId: documentIdSchema,
  path: z.string(),
  title: z.string(),
  kind: documentKindSchema,
  page: z.number().nullable(),
  heading: z.string(),
  text: z.string(),
  /** 0…1, higher is better, comparable within one answer only. */
  score: z.number(),
  isPrivate: documentSchema.shape.isPrivate,
  parts: scorePartsSchema,
});
export type SearchHit = z.infer<typeof searchHitSchema>;

/** Best first, after MMR. */
export const searchAnswerSchema = z.object({ hits: z.array(searchHitSchema), embedding: embeddingModelSchema, tookMs: z.number() });
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

/** A chunk with its neighbours, to be read in place. `text` is the document's text from `start` to `end`; the chunk lies inside it. */
export const passageSchema = z.object({
  document: documentSchema,
  chunkId: chunkIdSchema,
  page: z.number().nullable(),
  heading: z.string(),
  text: z.string(),
  start: z.number(),
  end: z.number(),
  chunkStart: z.number(),
  chunkEnd: z.number(),
});
export type Passage = z.infer<typeof passageSchema>;

/** What somebody said of a path and everything below it. Of several marks above a file the longest decides. */
export const privateMarkSchema = z.object({ path: z.string(), isPrivate: z.boolean() });
export type PrivateMark = z.infer<typeof privateMarkSchema>;

export const libraryStatusSchema = z.object({
  documentCount: z.number(),
  chunkCount: z.number(),
  totalBytes: z.number(),
  jobs: z.array(ingestJobSchema),
});
export type LibraryStatus = z.infer<typeof libraryStatusSchema>;
