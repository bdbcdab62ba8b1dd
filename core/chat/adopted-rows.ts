import type { ClockDep, IdsDep } from "#core/base";
import type { StoreDep } from "#core/store";
import { readImageHeader } from "./image-header.ts";
import type { ChatImage, ConversationId, FolderId, Message, MessageId } from "./schema.ts";

/** A picture as it came; one that a chat cannot hold is named in the text instead. */
export interface AdoptedImage {
  readonly title: string;
  readonly bytes: Uint8Array;
}

/** A message that was written elsewhere. `parent` is the place of an earlier message of the same list. */
export interface AdoptedMessage extends Pick<
  Message,
  "answeredBy" | "attachments" | "citations" | "createdAtMs" | "durationMs" | "error" | "isPrivate" | "role" | "state" | "text" | "usage"
> {
  readonly parent: number | null;
  readonly images: readonly AdoptedImage[];
}

/** A conversation that was held elsewhere. Siblings are in their order. */
export interface AdoptedConversation {
  /** What it is called where it came from; the first is kept with it. One that goes by any of them is not taken again. */
  readonly origins: readonly [string, ...string[]];
  readonly title: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** By its name; made where there is none. */
  readonly folder: string | null;
  readonly pinned: boolean;
  readonly archived: boolean;
  /** The end of the branch on show, as a place in the list. */
  readonly leaf: number;
  readonly messages: readonly AdoptedMessage[];
}

const longestFolderName = 80;
/** As for pictures of questions; see `createImages`. */
const mostPixelsASide = 8192;

/** A conversation whose rows are being written; each call belongs into a transaction of the caller's. */
export interface Writing {
  readonly id: ConversationId;
  /** The next message of the list; every parent before its children. */
  readonly add: (message: AdoptedMessage) => void;
  /** Puts the branch on show. */
  readonly finish: () => void;
}

/** The rows of conversations that were held elsewhere. `origin`: what is kept as where it came from. */
export const createAdoptedRows = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const folderByName = database.prepare<[string], { id: FolderId }>(
    "SELECT id FROM folders WHERE name = ? COLLATE NOCASE ORDER BY position LIMIT 1",
  );
  const insertFolder = database.prepare(
    "INSERT INTO folders (id, name, position) VALUES (?, ?, (SELECT coalesce(max(position) + 1, 0) FROM folders))",
  );
  const insertConversation = database.prepare(
    `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, folder_id, pinned_at_ms, archived_at_ms, origin)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setLeaf = database.prepare("UPDATE conversations SET leaf_id = ? WHERE id = ?");
  const insertMessage = database.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms, is_private)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertImage = database.prepare(
    `INSERT INTO chat_images (id, conversation_id, title, media_type, width, height, bytes, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  const folderNamed = (name: string): FolderId | null => {
    const short = name.trim().slice(0, longestFolderName).trim();
    if (short === "") return null;
    const found = folderByName.get(short);
    if (found !== undefined) return found.id;
    const id = ids.create("folder") as FolderId;
    insertFolder.run(id, short);
    return id;
  };

  const keepImage = (conversationId: string, atMs: number, { bytes, title }: AdoptedImage): ChatImage | null => {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = readImageHeader(content);
    if (!header.ok) return null;
    const { height, mediaType, width } = header.value;
    if (Math.max(width, height) > mostPixelsASide) return null;
    const id = ids.create("img");
    insertImage.run(id, conversationId, title, mediaType, width, height, content, atMs);
    return { id, title, mediaType, width, height, sizeBytes: content.length };
  };

  /** The pictures that could be kept, and the text with a note for each that could not. */
  const keepImages = (conversationId: string, { createdAtMs, images, text }: AdoptedMessage) => {
    const kept: ChatImage[] = [];
    const notes: string[] = [];
    for (const image of images) {
      const stored = keepImage(conversationId, createdAtMs, image);
      if (stored === null) notes.push(`[picture: ${image.title}]`);
      else kept.push(stored);
    }
    return { kept, text: [text, ...notes].filter((part) => part !== "").join("\n\n") };
  };

  return (conversation: AdoptedConversation, origin: (id: string) => string): Writing => {
    const id = ids.create("chat") as ConversationId;
    const { archived, createdAtMs, folder, leaf, pinned, title, updatedAtMs } = conversation;
    const folderId = folder === null ? null : folderNamed(folder);
    const atMs = clock.nowMs();
    insertConversation.run(id, title, createdAtMs, updatedAtMs, folderId, pinned ? atMs : null, archived ? atMs : null, origin(id));
    const placed: { readonly id: MessageId; readonly depth: number }[] = [];
    return {
      id,
      add: (adopted) => {
        const { answeredBy, attachments, citations, durationMs, error, isPrivate, parent, role, state, usage } = adopted;
        const above = parent === null ? undefined : placed[parent];
        const { kept, text } = keepImages(id, adopted);
        const detail = { answeredBy, attachments, citations, durationMs, error, images: kept, usage };
        const message = { id: ids.create("msg") as MessageId, depth: above === undefined ? 0 : above.depth + 1 };
        insertMessage.run(
          message.id,
          id,
          above?.id ?? null,
          message.depth,
          role,
          text,
          state,
          JSON.stringify(detail),
          adopted.createdAtMs,
          isPrivate ? 1 : 0,
        );
        placed.push(message);
      },
      finish: () => void setLeaf.run(placed[leaf]?.id ?? placed.at(-1)?.id ?? null, id),
    };
  };
};
