import type { ConversationId, MessageId } from "#core/chat/schema";
import type { Chat } from "../chat.ts";
import { positionOf } from "./thread.ts";

/** Shows the branch a message is on and reads back until it is found; its position, or null when it is gone. */
export const locate = async (chat: Chat, id: ConversationId, messageId: MessageId): Promise<number | null> => {
  const { thread } = chat.views.get(id);
  if (thread === null) return null;
  const known = positionOf(thread, messageId);
  if (known !== -1) return known;
  const selected = await chat.select(id, messageId);
  if (selected !== -1) return selected;
  return chat.findBack(id, messageId);
};
