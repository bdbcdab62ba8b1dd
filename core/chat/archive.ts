import type { Database } from "better-sqlite3";
import type { z } from "zod";
import { conversationColumns, hasArrived, toConversation, type ConversationRow } from "./conversation-row.ts";
import type { ExportedExtras } from "./export.ts";
import { messageSchema, type Conversation, type Message } from "./schema.ts";

type Written = Omit<Message, "siblingIds">;

export interface ArchivedConversation {
  readonly conversation: Conversation;
  readonly extras: ExportedExtras;
  readonly messages: readonly Written[];
}

interface MessageRow extends Pick<Written, "createdAtMs" | "id" | "parentId" | "role" | "state" | "text"> {
  readonly detail: string;
  readonly isPrivate: number;
}

const detailSchema = messageSchema.pick({
  answeredBy: true,
  attachments: true,
  citations: true,
  durationMs: true,
  error: true,
  images: true,
  usage: true,
});
const noDetail = { answeredBy: null, attachments: [], citations: [], durationMs: null, error: null, images: [], usage: null };

const endings = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif" };
/** Where a picture lies in an archive. */
export const imageFile = (id: string, mediaType: string): string => `images/${id}.${endings[mediaType as keyof typeof endings] ?? "bin"}`;

/** Details that say the same are the rule: of 200,000 imported messages most differ in their text alone. */
const mostKept = 500;
const longestKept = 2000;

const createDetailReader = () => {
  const kept = new Map<string, z.infer<typeof detailSchema>>();
  return (text: string): z.infer<typeof detailSchema> => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const parsed = detailSchema.safeParse(JSON.parse(text));
    // A detail written by another version costs its extras, never the message.
    const detail = parsed.success ? parsed.data : noDetail;
    if (text.length <= longestKept && kept.size < mostKept) kept.set(text, detail);
    return detail;
  };
};

/** Reads conversations whole, for an export. A reader of its own is needed where more than one has to see the same state. */
export const createArchive = (database: Database) => {
  const selectIds = database
    .prepare<[], string>(`SELECT c.id FROM conversations c WHERE ${hasArrived} ORDER BY c.created_at_ms, c.id`)
    .pluck();
  const selectConversation = database.prepare<
    [string],
    ConversationRow & { readonly folder: string | null; readonly origin: string | null }
  >(
    `SELECT ${conversationColumns}, c.origin, (SELECT name FROM folders WHERE id = c.folder_id) AS folder FROM conversations c WHERE c.id = ?`,
  );
  const selectMessages = database.prepare<[string], MessageRow>(
    `SELECT id, parent_id AS parentId, role, text, state, detail, created_at_ms AS createdAtMs, is_private AS isPrivate
     FROM messages WHERE conversation_id = ? ORDER BY position`,
  );
  const selectImages = database.prepare<[string], { readonly id: string; readonly title: string; readonly mediaType: string }>(
    "SELECT id, title, media_type AS mediaType FROM chat_images WHERE conversation_id = ? ORDER BY id",
  );
  const selectImageFiles = database.prepare<[], { readonly id: string; readonly mediaType: string; readonly sizeBytes: number }>(
    "SELECT id, media_type AS mediaType, length(bytes) AS sizeBytes FROM chat_images WHERE conversation_id IS NOT NULL ORDER BY id",
  );
  const selectBytes = database.prepare<[string], Buffer>("SELECT bytes FROM chat_images WHERE id = ?").pluck();

  const readDetail = createDetailReader();
  const toMessage = (conversationId: Conversation["id"], { detail, isPrivate, ...row }: MessageRow): Written => {
    return { ...row, ...readDetail(detail), conversationId, isPrivate: isPrivate === 1 };
  };

  return {
    /** With the pictures themselves, for a file that stands alone. */
    extras: (id: string): ExportedExtras => {
      const row = selectConversation.get(id);
      const images = selectImages.all(id).map(({ id: imageId, title }) => ({
        id: imageId,
        title,
        base64: (selectBytes.get(imageId) ?? Buffer.alloc(0)).toString("base64"),
      }));
      return { folder: row?.folder ?? null, origin: row?.origin ?? null, leafId: row?.leafId ?? null, images };
    },
    ids: (): readonly string[] => selectIds.all(),
    imageFiles: () => selectImageFiles.all(),
    imageBytes: (id: string): Buffer | null => selectBytes.get(id) ?? null,
    /** Null: it is gone. */
    conversation: (id: string): ArchivedConversation | null => {
      const row = selectConversation.get(id);
      if (row === undefined) return null;
      const { folder, origin, ...rest } = row;
      const conversation = toConversation(rest, { isAnswering: () => false });
      const images = selectImages
        .all(id)
        .map(({ id: imageId, mediaType, title }) => ({ id: imageId, title, file: imageFile(imageId, mediaType) }));
      return {
        conversation,
        extras: { folder, origin, leafId: row.leafId, images },
        messages: selectMessages.all(id).map((message) => toMessage(conversation.id, message)),
      };
    },
  };
};

export type Archive = ReturnType<typeof createArchive>;

/** The messages from the first one down to the leaf. */
export const branchOf = ({ extras, messages }: ArchivedConversation): readonly Written[] => {
  const byId = new Map<string, Written>(messages.map((message) => [message.id, message]));
  const branch: Written[] = [];
  for (let at = extras.leafId; at !== null;) {
    const message = byId.get(at);
    if (message === undefined) break;
    branch.push(message);
    at = message.parentId;
  }
  return branch.toReversed();
};
