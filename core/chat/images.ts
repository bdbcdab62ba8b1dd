import type { ClockDep, IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { ImagePart } from "#core/llm/schema";
import type { StoreDep } from "#core/store";
import { readImageHeader } from "./image-header.ts";
import { chatImageSchema, type ChatError, type ChatImage, type ChatImageId, type ConversationId } from "./schema.ts";

/** What the strictest provider takes in one picture (docs.anthropic.com, vision: 5 MB, 8,000 px). */
const mostBytes = 5 * 1024 * 1024;
const mostPixelsASide = 8192;
const unownedMs = 24 * 3_600_000;

const columns = "id, title, media_type AS mediaType, width, height, length(bytes) AS sizeBytes";

/** Pictures for questions. One belongs to nobody until a question or a place in line takes it, then to that conversation alone, and goes with it. */
export const createImages = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const insert = database.prepare(
    "INSERT INTO chat_images (id, title, media_type, width, height, bytes, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const selectOne = database.prepare<[string], ChatImage>(`SELECT ${columns} FROM chat_images WHERE id = ?`);
  const selectUsable = database.prepare<[string, string], ChatImage>(
    `SELECT ${columns} FROM chat_images WHERE id = ? AND (conversation_id IS NULL OR conversation_id = ?)`,
  );
  const selectBytes = database.prepare<[string], { mediaType: string; bytes: Buffer }>(
    "SELECT media_type AS mediaType, bytes FROM chat_images WHERE id = ?",
  );
  const setOwner = database.prepare("UPDATE chat_images SET conversation_id = ? WHERE id = ?");
  const isShown = database
    .prepare<[string, string], number>("SELECT 1 FROM messages WHERE conversation_id = ? AND instr(detail, ?) > 0 LIMIT 1")
    .pluck();
  const isWaiting = database
    .prepare<[string, string], number>("SELECT 1 FROM queued_messages WHERE conversation_id = ? AND instr(asked, ?) > 0 LIMIT 1")
    .pluck();
  const dropUnowned = database.prepare("DELETE FROM chat_images WHERE conversation_id IS NULL AND created_at_ms < ?");

  return {
    /** Keeps a picture, by what its bytes are. Errors: ImageRefused. */
    add: (title: string, bytes: Buffer): Result<ChatImage, ChatError> => {
      const refuse = (reason: "kind" | "damaged" | "too-large"): Result<ChatImage, ChatError> =>
        err({ type: "ImageRefused", title, reason });
      const header = readImageHeader(bytes);
      if (!header.ok) return refuse(header.error);
      const { height, mediaType, width } = header.value;
      if (bytes.length > mostBytes || Math.max(width, height) > mostPixelsASide) return refuse("too-large");
      const id = ids.create("img");
      insert.run(id, title, mediaType, width, height, bytes, clock.nowMs());
      return ok(chatImageSchema.parse({ id, title, mediaType, width, height, sizeBytes: bytes.length }));
    },
    /** Errors: ImageNotFound. */
    read: (id: ChatImageId): Result<ChatImage & { readonly base64: string }, ChatError> => {
      const [row, content] = [selectOne.get(id), selectBytes.get(id)];
      if (row === undefined || content === undefined) return err({ type: "ImageNotFound", imageId: id });
      return ok({ ...chatImageSchema.parse(row), base64: content.bytes.toString("base64") });
    },
    /** In the form models take it; null when it is gone. */
    part: (id: ChatImageId): ImagePart | null => {
      const found = selectBytes.get(id);
      return found === undefined ? null : { mediaType: found.mediaType, base64: found.bytes.toString("base64") };
    },
    /** Those a question in this conversation may take, in the given order. Errors: ImageNotFound, also for another conversation's. */
    usable: (imageIds: readonly ChatImageId[], conversationId: ConversationId): Result<ChatImage[], ChatError> => {
      const images: ChatImage[] = [];
      for (const imageId of new Set(imageIds)) {
        const row = selectUsable.get(imageId, conversationId);
        if (row === undefined) return err({ type: "ImageNotFound", imageId });
        images.push(chatImageSchema.parse(row));
      }
      return ok(images);
    },
    take: (images: readonly ChatImage[], conversationId: ConversationId): void =>
      images.forEach(({ id }) => void setOwner.run(conversationId, id)),
    /** Lets go of pictures that no question of the conversation shows and none in its line needs; they may be taken again for a while. */
    release: (images: readonly ChatImage[], conversationId: ConversationId): void =>
      images
        .filter(({ id }) => isShown.get(conversationId, id) === undefined && isWaiting.get(conversationId, id) === undefined)
        .forEach(({ id }) => void setOwner.run(null, id)),
    /** Drops what nobody took within a day. */
    dropUnowned: (): number => dropUnowned.run(clock.nowMs() - unownedMs).changes,
  };
};

export type Images = ReturnType<typeof createImages>;
