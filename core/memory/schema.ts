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
  /** The time to take it back is over, or it never was. */
  z.object({ type: z.literal("ForgettingNotFound"), ticket: z.string() }),
]);
export type MemoryError = z.infer<typeof memoryErrorSchema>;

/** `yours`: the person said so. `file`: a file of this machine. `foreign`: it came from elsewhere. */
export const trustClassSchema = z.enum(["yours", "file", "foreign"]);
export type TrustClass = z.infer<typeof trustClassSchema>;

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
  /** Whose word it is. Says how a passage is shown and offered to a model; it never takes a caution away. */
  trust: trustClassSchema.default("file"),
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
  trust: documentSchema.shape.trust,
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

/** Why a document has its class, the strongest reason first: the person said it; a browser sent it; the file carries the mark of a download; it lies in a folder of downloads; a task wrote it down; none of these. */
export const trustReasonSchema = z.enum(["said", "uploaded", "origin", "downloads", "noted", "local"]);
export type TrustReason = z.infer<typeof trustReasonSchema>;

/** `changed`: not as it was read. `missing`: no such file any more. `away`: the whole folder it was added with is not there, as on a drive not plugged in. */
export const fileStateSchema = z.enum(["present", "changed", "missing", "away"]);
export type FileState = z.infer<typeof fileStateSchema>;

export const arrivalSchema = z.enum(["folder", "file", "upload", "note"]);
export type Arrival = z.infer<typeof arrivalSchema>;

/** A document as the memory page shows it. */
export const memoryEntrySchema = documentSchema.extend({
  trustReason: trustReasonSchema,
  /** The address a download's mark names. */
  origin: z.string().nullable(),
  cameBy: arrivalSchema,
  /** It was attached to a question. */
  attached: z.boolean(),
  /** When its text was last read in. */
  readAtMs: z.number(),
  fileState: fileStateSchema,
  /** Says nearly what a newer document says, and not the same. */
  isOldVersion: z.boolean(),
  /** The document that answers in its place. */
  mergedInto: z.object({ documentId: documentIdSchema, title: z.string() }).nullable(),
  /** Others that say (nearly) the same. */
  copyCount: z.number(),
  /** When an answer last quoted it, as far as conversations are still there. */
  lastUsedAtMs: z.number().nullable(),
});
export type MemoryEntry = z.infer<typeof memoryEntrySchema>;

export const entryQuerySchema = z.object({
  /** Words that all occur in title or path. */
  filter: z.string().max(400).default(""),
  trust: trustClassSchema.optional(),
  /** `stale`: anything but present, and old versions. */
  state: z.enum(["stale", "changed", "missing", "away", "old", "private", "copies", "merged"]).optional(),
  sort: z.enum(["added", "read", "used", "title", "size"]).default("added"),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  offset: z.coerce.number().int().min(0).default(0),
});
export type EntryQuery = z.infer<typeof entryQuerySchema>;

const countsSchema = z.object({ documents: z.number(), bytes: z.number() });
export const memoryOverviewSchema = countsSchema.extend({
  trust: z.object({ yours: countsSchema, file: countsSchema, foreign: countsSchema }),
  changed: z.number(),
  missing: z.number(),
  away: z.number(),
  oldVersions: z.number(),
  privateDocuments: z.number(),
  merged: z.number(),
  /** Groups of which more than one document still answers. */
  duplicateGroups: z.number(),
  /** Whether files are being looked at, when they last all were, and documents not compared with the others yet. */
  checking: z.boolean(),
  checkedAtMs: z.number().nullable(),
  comparing: z.number(),
  /** Documents out of every search that are not erased yet. */
  forgetting: z.number(),
});
export type MemoryOverview = z.infer<typeof memoryOverviewSchema>;

/** Documents that say (nearly) the same. The first is the one that should be kept. */
export const duplicateGroupSchema = z.object({
  id: z.string(),
  members: z.array(
    z.object({
      entry: memoryEntrySchema,
      /** Share of three-word sequences in common with the first, 0…1, estimated. */
      similarity: z.number(),
      sameText: z.boolean(),
    }),
  ),
});
export type DuplicateGroup = z.infer<typeof duplicateGroupSchema>;

/** Where something of a document stays: conversations that quote it, and copies of the whole made before. */
export const tracesSchema = z.object({
  quotedIn: z.array(z.object({ conversationId: idSchema("chat"), title: z.string(), quotes: z.number() })),
  backups: z.array(z.object({ path: z.string(), createdAtMs: z.number() })),
  /** Copies in Olympus' own folder, which go as well. */
  ownCopies: z.number(),
});
export type Traces = z.infer<typeof tracesSchema>;

export const forgottenSchema = z.object({ ticket: z.string(), forgotten: z.number(), undoUntilMs: z.number(), traces: tracesSchema });
export type Forgotten = z.infer<typeof forgottenSchema>;
