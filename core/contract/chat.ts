import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  chatEventSchema,
  chatHitSchema,
  conversationIdSchema,
  conversationSchema,
  messageIdSchema,
  messagePageSchema,
  messageSchema,
} from "#core/chat/schema";
import { documentIdSchema } from "#core/memory/schema";
import { operation } from "./operation.ts";

const conversation = z.object({ conversationId: conversationIdSchema });
const answering = z.object({
  /** Answer with this model; the first available in the settings' order when null. */
  modelId: z.string().nullable().default(null),
});
const asking = {
  ...answering.shape,
  /** Nothing of the question leaves this machine, now and in later turns. */
  isPrivate: z.boolean().default(false),
  /** `bypass`: somebody answers anew, even where a kept answer would do. */
  cache: z.enum(["use", "bypass"]).default("use"),
};

export const chatContract = {
  list: operation("GET", "/chats", "Conversations, the most recently used first")
    .input(z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200), offset: z.coerce.number().int().min(0).default(0) }))
    .output(z.array(conversationSchema)),
  create: operation("POST", "/chats", "An empty conversation")
    .input(z.object({ title: z.string().max(200).default("") }))
    .output(conversationSchema),
  open: operation("GET", "/chats/{conversationId}", "The newest messages of the active branch")
    .input(conversation.extend({ limit: z.coerce.number().int().min(1).max(500).default(60) }))
    .output(messagePageSchema),
  page: operation("GET", "/chats/{conversationId}/messages", "Messages of the active branch from a position on")
    .input(conversation.extend({ start: z.coerce.number().int().min(0), limit: z.coerce.number().int().min(1).max(500).default(60) }))
    .output(messagePageSchema),
  send: operation("POST", "/chats/{conversationId}/turns", "Ask; the answer streams")
    .input(
      conversation.extend({
        ...asking,
        text: z.string().min(1).max(100_000),
        attachments: z.array(documentIdSchema).max(50).default([]),
      }),
    )
    .output(eventIterator(chatEventSchema)),
  edit: operation("POST", "/messages/{messageId}/edits", "Ask differently: a new branch beside an earlier question")
    .input(z.object({ ...asking, messageId: messageIdSchema, text: z.string().min(1).max(100_000) }))
    .output(eventIterator(chatEventSchema)),
  regenerate: operation("POST", "/messages/{messageId}/regenerations", "Answer again: a new branch beside an earlier answer")
    .input(answering.extend({ messageId: messageIdSchema }))
    .output(eventIterator(chatEventSchema)),
  follow: operation(
    "GET",
    "/chats/{conversationId}/turn",
    "The answer under way: its state so far, then its growth; ends at once when there is none",
  )
    .input(conversation)
    .output(eventIterator(chatEventSchema)),
  stop: operation("POST", "/chats/{conversationId}/stop", "Stop the answer under way; its text stays")
    .input(conversation)
    .output(z.object({ stopped: z.boolean() })),
  select: operation("POST", "/messages/{messageId}/select", "Make the branch of this message the active one")
    .input(z.object({ messageId: messageIdSchema }))
    .output(messagePageSchema),
  message: operation("GET", "/messages/{messageId}", "One message")
    .input(z.object({ messageId: messageIdSchema }))
    .output(messageSchema),
  rename: operation("PATCH", "/chats/{conversationId}", "A new title")
    .input(conversation.extend({ title: z.string().min(1).max(200) }))
    .output(conversationSchema),
  remove: operation("DELETE", "/chats/{conversationId}", "Delete a conversation and all its branches")
    .input(conversation)
    .output(z.object({ removed: z.boolean() })),
  search: operation("GET", "/chats/search", "Full-text search over all messages, best first")
    .input(z.object({ query: z.string().min(1).max(400), limit: z.coerce.number().int().min(1).max(100).default(30) }))
    .output(z.array(chatHitSchema)),
  export: operation("GET", "/chats/{conversationId}/export", "The active branch as Markdown, or every branch as JSON")
    .input(conversation.extend({ format: z.enum(["markdown", "json"]) }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), content: z.string() })),
};
