import { z } from "zod";
import { abortedSchema, defectSchema, idSchema } from "#core/base/schema";
import { answerAccountSchema, modelErrorSchema, usageSchema } from "#core/llm/schema";
import { chunkIdSchema, documentIdSchema } from "#core/memory/schema";

export const conversationIdSchema = idSchema("chat");
export type ConversationId = z.infer<typeof conversationIdSchema>;
export const messageIdSchema = idSchema("msg");
export type MessageId = z.infer<typeof messageIdSchema>;

export const chatErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ConversationNotFound"), conversationId: z.string() }),
  z.object({ type: z.literal("MessageNotFound"), messageId: z.string() }),
  z.object({ type: z.literal("MessageNotEditable"), messageId: z.string(), role: z.string() }),
  z.object({ type: z.literal("ConversationBusy"), conversationId: z.string() }),
]);
export type ChatError = z.infer<typeof chatErrorSchema>;

/** A quote found, letter for letter, in stored text at `start`…`end` of the document. Nothing else is ever shown as a citation. */
export const citationSchema = z.object({
  /** The [n] in the answer. */
  number: z.number().int().positive(),
  chunkId: chunkIdSchema,
  documentId: documentIdSchema,
  path: z.string(),
  title: z.string(),
  page: z.number().nullable(),
  heading: z.string(),
  quote: z.string(),
  start: z.number(),
  end: z.number(),
});
export type Citation = z.infer<typeof citationSchema>;

/** Who answered and why that one: `tried` lists earlier choices that could not, in order. */
export const answeredBySchema = z.object({
  modelId: z.string(),
  modelName: z.string(),
  place: z.enum(["extractive", "local", "cloud"]),
  why: z.string(),
  tried: z.array(z.object({ modelId: z.string(), error: z.union([modelErrorSchema, abortedSchema]) })),
  /** The router's decision, the cost, and the cache's part; null for answers from before there were any, and while an answer is under way. */
  account: answerAccountSchema.nullable().default(null),
});
export type AnsweredBy = z.infer<typeof answeredBySchema>;

/** `streaming` survives only in a process that is answering; after a crash it reads as `stopped` with the text that was saved. */
export const messageStateSchema = z.enum(["complete", "streaming", "stopped", "failed"]);

export const messageSchema = z.object({
  id: messageIdSchema,
  conversationId: conversationIdSchema,
  parentId: messageIdSchema.nullable(),
  role: z.enum(["user", "assistant"]),
  text: z.string(),
  state: messageStateSchema,
  error: z.union([modelErrorSchema, abortedSchema, defectSchema]).nullable(),
  citations: z.array(citationSchema),
  answeredBy: answeredBySchema.nullable(),
  usage: usageSchema.nullable(),
  durationMs: z.number().nullable(),
  createdAtMs: z.number(),
  /** Messages with the same parent, oldest first, this one included: the branches a person can switch between. */
  siblingIds: z.array(messageIdSchema),
  /** Names of files attached to a question; they are in the library. */
  attachments: z.array(z.object({ documentId: documentIdSchema, title: z.string() })),
  /** Nothing of it leaves this machine. Of an answer: something it was made from is private. */
  isPrivate: z.boolean().default(false),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: conversationIdSchema,
  title: z.string(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  /** Messages on the active branch. */
  messageCount: z.number(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A window of the active branch: `messages[0]` is at position `start` of `total`, oldest first. */
export const messagePageSchema = z.object({
  conversation: conversationSchema,
  total: z.number(),
  start: z.number(),
  messages: z.array(messageSchema),
});
export type MessagePage = z.infer<typeof messagePageSchema>;

/** One turn: the stored question, the empty answer, its growth, and exactly one end that carries the stored answer whole. */
export const chatEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("chat-turn-start"), question: messageSchema, answer: messageSchema }),
  z.object({
    type: z.literal("chat-sources"),
    sources: z.array(
      z.object({
        number: z.number(),
        chunkId: chunkIdSchema,
        documentId: documentIdSchema,
        title: z.string(),
        path: z.string(),
        page: z.number().nullable(),
        heading: z.string(),
        text: z.string(),
        isPrivate: z.boolean().default(false),
      }),
    ),
  }),
  z.object({ type: z.literal("chat-delta"), messageId: messageIdSchema, text: z.string() }),
  z.object({ type: z.literal("chat-fallback"), modelId: z.string(), error: z.union([modelErrorSchema, abortedSchema]) }),
  z.object({ type: z.literal("chat-turn-end"), answer: messageSchema, conversation: conversationSchema }),
]);
export type ChatEvent = z.infer<typeof chatEventSchema>;

export const chatHitSchema = z.object({
  conversationId: conversationIdSchema,
  conversationTitle: z.string(),
  messageId: messageIdSchema,
  role: z.enum(["user", "assistant"]),
  /** The text around the match; matches are between U+E000 and U+E001. */
  snippet: z.string(),
  createdAtMs: z.number(),
});
export type ChatHit = z.infer<typeof chatHitSchema>;
