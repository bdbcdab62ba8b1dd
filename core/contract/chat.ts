import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  chatChangeSchema,
  chatEventSchema,
  chatHitSchema,
  chatImageIdSchema,
  chatImageSchema,
  conversationIdSchema,
  conversationSchema,
  folderIdSchema,
  folderSchema,
  foundMessageSchema,
  messageIdSchema,
  messagePageSchema,
  messageQueueSchema,
  messageSchema,
  queuedIdSchema,
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

const question = {
  ...asking,
  text: z.string().min(1).max(100_000),
  attachments: z.array(documentIdSchema).max(50).default([]),
  images: z.array(chatImageIdSchema).max(8).default([]),
};

export const chatContract = {
  list: operation("GET", "/chats", "Conversations, the most recently used first")
    .input(
      z.object({
        /** `all`: those that are not archived. `unfiled`: of them those that are neither pinned nor in a folder. */
        view: z.enum(["all", "unfiled", "pinned", "archived"]).default("all"),
        /** Only those in this folder that are not archived; `view` does not count then. */
        folderId: folderIdSchema.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.array(conversationSchema)),
  watch: operation("GET", "/chats/events", "Folders now, then every change to any conversation, folder or queue").output(
    eventIterator(chatChangeSchema),
  ),
  organise: operation("PATCH", "/chats/{conversationId}/place", "Put into a folder, pin, archive; what is left out stays as it is")
    .input(
      conversation.extend({
        folderId: folderIdSchema.nullable().optional(),
        pinned: z.boolean().optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(conversationSchema),
  markRead: operation("POST", "/chats/{conversationId}/read", "Its newest answer was seen").input(conversation).output(conversationSchema),
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
    .input(conversation.extend(question))
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
    .input(
      z.object({
        query: z.string().min(1).max(400),
        limit: z.coerce.number().int().min(1).max(100).default(30),
        /** Only in conversations of this folder. */
        folderId: folderIdSchema.optional(),
        among: z.enum(["all", "unarchived", "archived"]).default("all"),
      }),
    )
    .output(z.array(chatHitSchema)),
  find: operation("GET", "/chats/{conversationId}/find", "Where words stand in the active branch, oldest message first")
    .input(
      conversation.extend({
        /** One text, spaces and all. */
        query: z.string().min(1).max(400),
        /** `text`: that text, anywhere. `words`: any of its words, at the beginning of a word. */
        by: z.enum(["text", "words"]).default("text"),
      }),
    )
    .output(z.array(foundMessageSchema)),
  export: operation("GET", "/chats/{conversationId}/export", "The active branch as Markdown, or every branch as JSON")
    .input(conversation.extend({ format: z.enum(["markdown", "json"]) }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), content: z.string() })),
};

export const foldersContract = {
  list: operation("GET", "/folders", "Folders of conversations, in their order").output(z.array(folderSchema)),
  create: operation("POST", "/folders", "A folder at the end")
    .input(folderSchema.pick({ name: true }))
    .output(folderSchema),
  rename: operation("PATCH", "/folders/{folderId}", "A new name")
    .input(folderSchema.pick({ name: true }).extend({ folderId: folderIdSchema }))
    .output(folderSchema),
  move: operation("POST", "/folders/{folderId}/move", "To another place in the order, counted from 0")
    .input(z.object({ folderId: folderIdSchema, position: z.number().int().min(0) }))
    .output(z.array(folderSchema)),
  remove: operation("DELETE", "/folders/{folderId}", "Take a folder away; its conversations stay, in no folder")
    .input(z.object({ folderId: folderIdSchema }))
    .output(z.object({ removed: z.boolean() })),
};

export const queueContract = {
  get: operation("GET", "/chats/{conversationId}/queue", "Questions that wait for their turn")
    .input(conversation)
    .output(messageQueueSchema),
  add: operation("POST", "/chats/{conversationId}/queue", "Ask when the answers before it have ended; at once where there are none")
    .input(conversation.extend(question))
    .output(messageQueueSchema),
  update: operation("PATCH", "/queue/{queuedId}", "Other words for a question that waits")
    .input(z.object({ queuedId: queuedIdSchema, text: z.string().min(1).max(100_000) }))
    .output(messageQueueSchema),
  move: operation("POST", "/queue/{queuedId}/move", "To another place in the line, counted from 0")
    .input(z.object({ queuedId: queuedIdSchema, position: z.number().int().min(0) }))
    .output(messageQueueSchema),
  remove: operation("DELETE", "/queue/{queuedId}", "Do not ask it")
    .input(z.object({ queuedId: queuedIdSchema }))
    .output(messageQueueSchema),
  resume: operation("POST", "/chats/{conversationId}/queue/resume", "Go on with a line that is held")
    .input(conversation)
    .output(messageQueueSchema),
};

export const imagesContract = {
  add: operation("POST", "/images", "Keep a picture for a question; one that no question takes is dropped after a day")
    .input(
      z.object({
        title: z.string().min(1).max(300),
        /** At most 5 MiB of picture. */
        base64: z.base64().max(7_000_000),
      }),
    )
    .output(chatImageSchema),
  read: operation("GET", "/images/{imageId}", "A kept picture")
    .input(z.object({ imageId: chatImageIdSchema }))
    .output(chatImageSchema.extend({ base64: z.base64() })),
};
