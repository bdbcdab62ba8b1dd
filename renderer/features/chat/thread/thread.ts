import type { Conversation, Message, MessageId, MessagePage } from "#core/chat/schema";

/** The active branch as far as it was read: `messages[position]` is undefined where nobody has looked yet. */
export interface Thread {
  readonly conversation: Conversation;
  readonly messages: readonly (Message | undefined)[];
}

const unread = (count: number): undefined[] => Array.from({ length: count });

export const threadOf = (page: MessagePage): Thread => withPage({ conversation: page.conversation, messages: unread(page.total) }, page);

/** Puts a page in its place. A different total means that the branch changed meanwhile: what was read before is dropped. */
export const withPage = (thread: Thread, page: MessagePage): Thread => {
  const messages: (Message | undefined)[] = page.total === thread.messages.length ? [...thread.messages] : unread(page.total);
  for (const [offset, message] of page.messages.entries()) messages[page.start + offset] = message;
  return { conversation: page.conversation, messages };
};

/** The newest messages, read anew. What was read before them stays where they still follow on it. */
export const withNewest = (thread: Thread | null, page: MessagePage): Thread => {
  const before = thread?.messages.slice(0, page.start) ?? [];
  const joint = before.at(-1);
  const follows = before.length === page.start && joint !== undefined && joint.id === page.messages[0]?.parentId;
  return follows ? { conversation: page.conversation, messages: [...before, ...page.messages] } : threadOf(page);
};

export const positionOf = (thread: Thread, messageId: string): number =>
  thread.messages.findLastIndex((message) => message?.id === messageId);

/** Puts a message behind its parent. Whatever stood there on another branch goes; an unknown parent means the end. */
const placed = (thread: Thread, message: Message): Thread => {
  const parent = message.parentId === null ? -1 : positionOf(thread, message.parentId);
  const position = message.parentId !== null && parent === -1 ? thread.messages.length : parent + 1;
  const same = thread.messages[position]?.id === message.id;
  const messages = same ? thread.messages.with(position, message) : [...thread.messages.slice(0, position), message];
  return { ...thread, messages };
};

/** A turn began: at the end (ask), beside an earlier question (edit) or beside an earlier answer (regenerate). */
export const withTurn = (thread: Thread, question: Message, answer: Message): Thread => placed(placed(thread, question), answer);

export const withAnswer = (thread: Thread, answer: Message, conversation: Conversation): Thread => ({
  ...placed(thread, answer),
  conversation,
});

/** The stretch to read so that `first`…`last` (inclusive) can be shown, or null when all of it is there. */
export const missingStretch = (
  thread: Thread,
  first: number,
  last: number,
  pageSize = 60,
): { readonly start: number; readonly limit: number } | null => {
  const from = Math.max(0, first);
  const to = Math.min(thread.messages.length - 1, last);
  for (let position = from; position <= to; position += 1) {
    if (thread.messages[position] !== undefined) continue;
    // Read towards where the reader comes from: a hole that ends in known messages is filled backwards.
    let end = position;
    while (end + 1 < thread.messages.length && thread.messages[end + 1] === undefined && end - position < pageSize) end += 1;
    const start = end - position + 1 < pageSize ? Math.max(0, end - pageSize + 1) : position;
    return { start, limit: Math.min(pageSize, thread.messages.length - start) };
  }
  return null;
};

/** Where a message stands among its branches, 1-based, with its neighbours; null when it has none. */
export const branchOf = (
  message: Message,
): { readonly position: number; readonly count: number; readonly previous: MessageId | null; readonly next: MessageId | null } | null => {
  const at = message.siblingIds.indexOf(message.id);
  if (message.siblingIds.length < 2 || at === -1) return null;
  return {
    position: at + 1,
    count: message.siblingIds.length,
    previous: message.siblingIds[at - 1] ?? null,
    next: message.siblingIds[at + 1] ?? null,
  };
};
