import { z } from "zod";
import { abortedSchema, defectSchema } from "#core/base/schema";

/** `chatgpt`: the zip or the conversations.json of an export of ChatGPT. The others are our own files. */
export const transferFormatSchema = z.enum(["chatgpt", "olympus-json", "olympus-zip", "markdown"]);
export type TransferFormat = z.infer<typeof transferFormatSchema>;

/** A zip holds no more, and half of everything would pass for all of it. */
const exportTooLargeSchema = z.object({ type: z.literal("ExportTooLarge"), limitBytes: z.number(), limitFiles: z.number().int() });

export const transferErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("TransferFileMissing"), path: z.string() }),
  /** Nothing in it is a conversation of a kind we read. */
  z.object({ type: z.literal("TransferFormatUnknown"), path: z.string() }),
  z.object({ type: z.literal("TransferFileDamaged"), path: z.string(), reason: z.string() }),
  z.object({ type: z.literal("TransferTooLarge"), path: z.string(), limitBytes: z.number() }),
  exportTooLargeSchema,
]);
export type TransferError = z.infer<typeof transferErrorSchema>;

/** What a file holds, before anything of it is taken. */
export const transferPreviewSchema = z.object({
  format: transferFormatSchema,
  conversationCount: z.number().int(),
  messageCount: z.number().int(),
  /** Of them, brought by an earlier import and still here: they are left as they are. */
  knownCount: z.number().int(),
  /** Conversations or messages that cannot be read; the rest can. */
  damagedCount: z.number().int(),
  oldestAtMs: z.number().nullable(),
  newestAtMs: z.number().nullable(),
  /** Titles of the first few. */
  examples: z.array(z.string()),
});
export type TransferPreview = z.infer<typeof transferPreviewSchema>;

/** Why a conversation, or part of it, could not be taken; anything else is in words. */
export const transferFlawSchema = z.enum([
  "circle",
  "cut",
  "empty",
  "messages",
  "no-id",
  "not-json",
  "not-stored",
  "same-id",
  "too-large",
  "truncated",
  "wrong-shape",
]);
export type TransferFlaw = z.infer<typeof transferFlawSchema>;

export const transferReportSchema = z.object({
  added: z.number().int(),
  known: z.number().int(),
  /** The first of them, at most 200. `isKept`: it is in, without what the reason tells of. */
  damaged: z.array(z.object({ title: z.string(), reason: z.string(), isKept: z.boolean().default(false) })),
  damagedCount: z.number().int().default(0),
  messages: z.number().int(),
});
export type TransferReport = z.infer<typeof transferReportSchema>;

/** An import's story: progress, then exactly one end. A conversation that is counted is on disk, whole. */
export const transferEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("transfer-progress"), doneCount: z.number().int(), totalCount: z.number().int(), title: z.string() }),
  z.object({ type: z.literal("transfer-end"), report: transferReportSchema }),
  z.object({
    type: z.literal("transfer-error"),
    error: z.union([transferErrorSchema, abortedSchema, defectSchema]),
    report: transferReportSchema,
  }),
]);
export type TransferEvent = z.infer<typeof transferEventSchema>;

/** An export, piece by piece: its name first, then its bytes in order, then exactly one end. */
export const exportEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("export-start"), fileName: z.string(), mediaType: z.string(), conversationCount: z.number().int() }),
  z.object({ type: z.literal("export-piece"), base64: z.base64(), doneCount: z.number().int() }),
  z.object({ type: z.literal("export-end") }),
  z.object({ type: z.literal("export-error"), error: z.union([exportTooLargeSchema, abortedSchema, defectSchema]) }),
]);
export type ExportEvent = z.infer<typeof exportEventSchema>;
