import { z } from "zod";
import type { AdoptedImage, AdoptedMessage } from "#core/chat";
import { conversationSchema, messageSchema, type Message } from "#core/chat/schema";
import { cleanTitle, longestText, titleFromText } from "./clean-text.ts";
import { plainMessage, type DraftReading, type FindPicture } from "./draft.ts";

/** The form of `toJsonFile`: version 1 had neither pictures nor the folder's name, and a leaf only by the order of messages. */
const fileSchema = z.object({
  format: z.literal("olympus-chat"),
  version: z.union([z.literal(1), z.literal(2)]),
  conversation: conversationSchema.omit({ id: true, folderId: true }).extend({ id: z.string().min(1).max(100) }),
  folder: z.string().nullable().default(null),
  origin: z.string().max(300).nullable().default(null),
  leafId: z.string().nullable().default(null),
  messages: z.array(z.unknown()),
  images: z.array(z.object({ id: z.string(), title: z.string(), base64: z.base64().optional(), file: z.string().optional() })).default([]),
});

/** What makes a message; everything else about it may be lost without losing it. */
const essentials = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  role: messageSchema.shape.role,
  text: z.string(),
  createdAtMs: z.number().min(0).max(1e14),
});
const state = messageSchema.shape.state.catch("complete");
const extras = z.object({
  answeredBy: messageSchema.shape.answeredBy.catch(null),
  attachments: messageSchema.shape.attachments.catch([]),
  citations: messageSchema.shape.citations.catch([]),
  durationMs: messageSchema.shape.durationMs.catch(null),
  error: messageSchema.shape.error.catch(null),
  images: z.array(z.object({ id: z.string(), title: z.string() })).catch([]),
  isPrivate: z.boolean().catch(true),
  state,
  usage: messageSchema.shape.usage.catch(null),
});
type Read = z.infer<typeof essentials> & { readonly raw: unknown };

/** Parents before their children, siblings as they come; what hangs on nothing begins a branch of its own. */
const inOrder = (read: readonly Read[]): { readonly ordered: Read[]; readonly isWhole: boolean } => {
  const byId = new Map(read.map((message) => [message.id, message]));
  const isRoot = ({ parentId }: Read) => parentId === null || !byId.has(parentId);
  const ordered: Read[] = [];
  const placed = new Set<string>();
  const waiting = new Map<string, Read[]>();
  const place = (first: Read) => {
    const stack = [first];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (placed.has(next.id)) continue;
      placed.add(next.id);
      ordered.push(next);
      stack.push(...(waiting.get(next.id) ?? []).toReversed());
      waiting.delete(next.id);
    }
  };
  for (const message of read) {
    const { parentId } = message;
    if (isRoot(message) || (parentId !== null && placed.has(parentId))) place(message);
    else if (parentId !== null) waiting.set(parentId, [...(waiting.get(parentId) ?? []), message]);
  }
  const isWhole = waiting.size === 0 && placed.size === read.length;
  for (const message of read) if (!placed.has(message.id)) place({ ...message, parentId: null });
  return { ordered, isWhole };
};

const stopped = (value: Message["state"]): Message["state"] => (value === "streaming" ? "stopped" : value);

/** A conversation in our own form, version 1 or 2. A message that is damaged is left out, and what hung below it begins a branch of its own. */
export const readOlympusJson = async (value: unknown, findPicture: FindPicture): Promise<DraftReading> => {
  const file = fileSchema.safeParse(value);
  if (!file.success) return { ok: false, title: titleIn(value), reason: "wrong-shape" };
  const { conversation, folder, images, leafId, origin } = file.data;
  const flaws = new Set<string>();
  const read: Read[] = [];
  const seen = new Set<string>();
  for (const raw of file.data.messages) {
    const message = essentials.safeParse(raw);
    if (!message.success || seen.has(message.data.id)) flaws.add(message.success ? "same-id" : "messages");
    else {
      seen.add(message.data.id);
      read.push({ ...message.data, raw });
    }
  }
  const title = cleanTitle(conversation.title);
  if (read.length === 0) return { ok: false, title, reason: "empty" };
  const { isWhole, ordered } = inOrder(read);
  if (!isWhole) flaws.add("circle");

  const kept = new Map<string, AdoptedImage>();
  for (const { base64, file: path, id, title: name } of images) {
    const bytes = base64 !== undefined ? Buffer.from(base64, "base64") : path !== undefined ? await findPicture(path) : null;
    if (bytes !== null) kept.set(id, { title: cleanTitle(name) || "picture", bytes });
  }

  const indexes = new Map(ordered.map(({ id }, index) => [id, index]));
  const messages = ordered.map(({ createdAtMs, parentId, raw, role, text }): AdoptedMessage => {
    const extra = extras.safeParse({ ...plainMessage, ...(raw as object) });
    const { images: named, ...rest } = extra.success ? extra.data : { ...plainMessage, images: [] };
    const missing = named.filter(({ id }) => !kept.has(id)).map(({ title: name }) => `[picture: ${cleanTitle(name)}]`);
    const whole = [text.replaceAll("\0", "").toWellFormed(), ...missing].filter((part) => part !== "").join("\n\n");
    if (whole.length > longestText) flaws.add("cut");
    return {
      ...rest,
      state: stopped(rest.state),
      parent: parentId === null ? null : (indexes.get(parentId) ?? null),
      role,
      text: whole.slice(0, longestText).toWellFormed(),
      createdAtMs,
      images: named.flatMap(({ id }) => kept.get(id) ?? []),
    };
  });
  const own = `olympus:${conversation.id}`;
  return {
    ok: true,
    value: {
      flaws: [...flaws],
      conversation: {
        origins: origin === null ? [own] : [origin, own],
        title: title || titleFromText(messages[0]?.text ?? ""),
        createdAtMs: conversation.createdAtMs,
        updatedAtMs: conversation.updatedAtMs,
        folder,
        pinned: conversation.pinned,
        archived: conversation.archived,
        leaf: (leafId === null ? undefined : indexes.get(leafId)) ?? messages.length - 1,
        messages,
      },
    },
  };
};

const titleIn = (value: unknown): string => {
  const titled = z.object({ conversation: z.object({ title: z.string() }) }).safeParse(value);
  return titled.success ? cleanTitle(titled.data.conversation.title) : "";
};
