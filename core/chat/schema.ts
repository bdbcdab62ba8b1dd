import { z } from "zod";
import { abortedSchema, defectSchema, idSchema } from "#core/base/schema";
import { answerAccountSchema, modelErrorSchema, usageSchema } from "#core/llm/schema";
import { chunkIdSchema, documentIdSchema, trustClassSchema } from "#core/memory/schema";

export const conversationIdSchema = idSchema("chat");
export type ConversationId = z.infer<typeof conversationIdSchema>;
export const messageIdSchema = idSchema("msg");
export type MessageId = z.infer<typeof messageIdSchema>;
export const folderIdSchema = idSchema("folder");
export type FolderId = z.infer<typeof folderIdSchema>;
export const chatImageIdSchema = idSchema("img");
export type ChatImageId = z.infer<typeof chatImageIdSchema>;
export const queuedIdSchema = idSchema("queued");
export type QueuedId = z.infer<typeof queuedIdSchema>;

export const chatErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ConversationNotFound"), conversationId: z.string() }),
  z.object({ type: z.literal("MessageNotFound"), messageId: z.string() }),
  z.object({ type: z.literal("MessageNotEditable"), messageId: z.string(), role: z.string() }),
  z.object({ type: z.literal("ConversationBusy"), conversationId: z.string() }),
  z.object({ type: z.literal("FolderNotFound"), folderId: z.string() }),
  z.object({ type: z.literal("ImageNotFound"), imageId: z.string() }),
  /** Not a picture we take, or not what it says it is. */
  z.object({ type: z.literal("ImageRefused"), title: z.string(), reason: z.enum(["kind", "damaged", "too-large"]) }),
  z.object({ type: z.literal("QueuedNotFound"), queuedId: z.string() }),
  z.object({ type: z.literal("QueueFull"), conversationId: z.string(), limit: z.number() }),
]);
export type ChatError = z.infer<typeof chatErrorSchema>;

/** A picture in a question. Its bytes are in the store and go to a model only with a question that names it. */
export const chatImageSchema = z.object({
  id: chatImageIdSchema,
  title: z.string(),
  mediaType: z.enum(["image/png", "image/jpeg", "image/webp", "image/gif"]),
  /** Pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  sizeBytes: z.number().int().positive(),
});
export type ChatImage = z.infer<typeof chatImageSchema>;

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
  /** Whose word it was when it was quoted; absent in answers from before there were classes. */
  trust: trustClassSchema.optional(),
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
  images: z.array(chatImageSchema).default([]),
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
  folderId: folderIdSchema.nullable().default(null),
  pinned: z.boolean().default(false),
  archived: z.boolean().default(false),
  /** An answer ended since anybody looked. */
  unread: z.boolean().default(false),
  /** An answer is under way. */
  answering: z.boolean().default(false),
  /** Questions that wait for their turn. */
  queuedCount: z.number().int().default(0),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A place for conversations; in the order of `position`. */
export const folderSchema = z.object({ id: folderIdSchema, name: z.string().min(1).max(80), position: z.number().int() });
export type Folder = z.infer<typeof folderSchema>;

/** A question that is asked when the answers before it have ended. */
export const queuedMessageSchema = z.object({
  id: queuedIdSchema,
  conversationId: conversationIdSchema,
  text: z.string(),
  attachments: messageSchema.shape.attachments,
  images: z.array(chatImageSchema),
  modelId: z.string().nullable(),
  isPrivate: z.boolean(),
  createdAtMs: z.number(),
});
export type QueuedMessage = z.infer<typeof queuedMessageSchema>;

/** `held`: an answer was stopped or failed, or Olympus was restarted; nothing is asked until the person says so. First in line first. */
export const messageQueueSchema = z.object({ held: z.boolean(), messages: z.array(queuedMessageSchema) });
export type MessageQueue = z.infer<typeof messageQueueSchema>;

/** What any window has to know of conversations it does not show. */
export const chatChangeSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("conversation-changed"), conversation: conversationSchema }),
  z.object({ type: z.literal("conversation-removed"), conversationId: conversationIdSchema }),
  z.object({ type: z.literal("folders-changed"), folders: z.array(folderSchema) }),
  z.object({ type: z.literal("queue-changed"), conversationId: conversationIdSchema, queue: messageQueueSchema }),
  /** Many at once, as by an import: read the list anew. */
  z.object({ type: z.literal("everything-changed") }),
]);
export type ChatChange = z.infer<typeof chatChangeSchema>;

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
  /** The conversation is. */
  archived: z.boolean().default(false),
});
export type ChatHit = z.infer<typeof chatHitSchema>;

/** A message of the active branch that holds what was looked for. */
export const foundMessageSchema = z.object({
  messageId: messageIdSchema,
  /** Where it stands in the branch, counted from 0. */
  position: z.number().int().min(0),
  /** How often, in the text as it was written; a view that leaves out marks of writing may see fewer. */
  count: z.number().int().positive(),
});
export type FoundMessage = z.infer<typeof foundMessageSchema>;

/** `start`…`end` in the text that was searched, in UTF-16 units. */
export interface FoundWord {
  readonly start: number;
  readonly end: number;
}

/** `text`: the query itself, anywhere. `words`: any of its words, at the beginning of a word. */
export type FindBy = "text" | "words";

interface Folded {
  readonly text: string;
  /** Where each unit of the folded text comes from; null: from the same place. */
  readonly origins: readonly number[] | null;
}

const isPlain = (text: string): boolean => /^[\0-\x7F]*$/.test(text);

/** A letter without case and accents; "" for an accent that stands after its letter. */
const foldedLetter = (letter: string): string => letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s/gu, " ");

/** `known`: letters that were folded before. */
const fold = (text: string, known: Map<string, string>): Folded => {
  if (isPlain(text)) return { text: text.toLowerCase().replace(/\s/g, " "), origins: null };
  const letters: string[] = [];
  const origins: number[] = [];
  let at = 0;
  for (const letter of text) {
    const folded = known.get(letter) ?? foldedLetter(letter);
    known.set(letter, folded);
    letters.push(folded);
    for (let unit = 0; unit < folded.length; unit += 1) origins.push(at);
    at += letter.length;
  }
  return { text: letters.join(""), origins };
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const patternOf = (query: string, by: FindBy): RegExp | null => {
  const folded = fold(query.trim(), new Map()).text;
  if (by === "text") return folded === "" ? null : new RegExp(folded.split(/ +/).map(escaped).join(" +"), "gu");
  const words = folded.match(/[\p{L}\p{N}]+/gu);
  if (words === null) return null;
  // The longer word first, so that it is not cut short by one that is its beginning.
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(escaped);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})`, "gu");
};

/**
 * Everywhere a query stands in a text, in order and without overlap. Case, accents and the kind and number of spaces do not count.
 * Prepared once for many texts: `const find = findWords("café", "text")`. Finds nothing where the query has nothing to look for.
 */
export const findWords = (query: string, by: FindBy): ((text: string) => FoundWord[]) => {
  const pattern = patternOf(query, by);
  const known = new Map<string, string>();
  return (text) => {
    if (pattern === null) return [];
    const { text: folded, origins } = fold(text, known);
    return [...folded.matchAll(pattern)].map(({ 0: found, index }) => {
      const last = index + found.length;
      if (origins === null) return { start: index, end: last };
      // A letter that becomes two is found whole, also by its first half.
      return { start: origins[index] ?? 0, end: Math.max(origins[last] ?? text.length, (origins[last - 1] ?? 0) + 1) };
    });
  };
};
