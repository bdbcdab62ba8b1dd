import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  documentIdSchema,
  duplicateGroupSchema,
  entryQuerySchema,
  forgottenSchema,
  memoryEntrySchema,
  memoryOverviewSchema,
  tracesSchema,
  trustClassSchema,
} from "#core/memory/schema";
import { operation } from "./operation.ts";

const documentIds = z.array(documentIdSchema).min(1).max(10_000);

export const memoryContract = {
  overview: operation("GET", "/memory", "What the library holds, by trust, state and copies").output(memoryOverviewSchema),
  watch: operation("GET", "/memory/events", "The same, now and after every change").output(eventIterator(memoryOverviewSchema)),
  entries: operation("GET", "/memory/entries", "Documents with their source, trust class and state")
    .input(entryQuerySchema)
    .output(z.object({ total: z.number(), entries: z.array(memoryEntrySchema) })),
  entry: operation("GET", "/memory/entries/{documentId}", "One document, and where something of it would stay if it were forgotten")
    .input(z.object({ documentId: documentIdSchema }))
    .output(z.object({ entry: memoryEntrySchema, traces: tracesSchema })),
  setTrust: operation("POST", "/memory/trust", "Say whose word documents are; null goes back to what follows from where they came from")
    .input(z.object({ documentIds, trust: trustClassSchema.nullable() }))
    .output(z.object({ changed: z.number() })),
  check: operation("POST", "/memory/check", "Look whether the files are still there and as they were read; all without ids")
    .input(z.object({ documentIds: documentIds.optional() }))
    .output(memoryOverviewSchema),
  duplicates: operation("GET", "/memory/duplicates", "Groups of documents that say (nearly) the same, the one to keep first")
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(200).default(50),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ total: z.number(), groups: z.array(duplicateGroupSchema) })),
  compare: operation("GET", "/memory/compare", "What one document says differently from another, as a unified diff; empty when nothing")
    .input(z.object({ left: documentIdSchema, right: documentIdSchema }))
    .output(z.object({ diff: z.string() })),
  merge: operation("POST", "/memory/merge", "Keep one document; the others stay, and searches leave them out")
    .input(z.object({ keepId: documentIdSchema, copyIds: documentIds }))
    .output(z.object({ mergedIds: z.array(documentIdSchema) })),
  mergeAll: operation("POST", "/memory/merge-all", "Keep the first document of every group").output(
    z.object({ mergedIds: z.array(documentIdSchema) }),
  ),
  separate: operation("POST", "/memory/separate", "Let merged documents answer for themselves again")
    .input(z.object({ documentIds }))
    .output(z.object({ separated: z.number() })),
  forget: operation("POST", "/memory/forget", "Forget documents: out of every search at once, erased when the time to take it back is over")
    .input(z.object({ documentIds }))
    .output(forgottenSchema),
  takeBack: operation("POST", "/memory/forget/{ticket}/take-back", "Take back a forgetting that is not erased yet")
    .input(z.object({ ticket: z.string().min(1).max(80) }))
    .output(z.object({ restored: z.number() })),
};
