import type { Conversation } from "#core/chat/schema";

export type GroupLabel =
  | { readonly type: "today" | "yesterday" | "previous-days" }
  /** First millisecond of the month. */
  | { readonly type: "month"; readonly startMs: number };

export interface ConversationGroup {
  readonly label: GroupLabel;
  readonly conversations: readonly Conversation[];
}

const dayStart = (timeMs: number, daysBack = 0): number => {
  const date = new Date(timeMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBack).getTime();
};

const labelOf = (timeMs: number, nowMs: number): GroupLabel => {
  if (timeMs >= dayStart(nowMs)) return { type: "today" };
  if (timeMs >= dayStart(nowMs, 1)) return { type: "yesterday" };
  if (timeMs >= dayStart(nowMs, 7)) return { type: "previous-days" };
  const date = new Date(timeMs);
  return { type: "month", startMs: new Date(date.getFullYear(), date.getMonth(), 1).getTime() };
};

/** Groups in local time: today, yesterday, the seven days before today, then months. Keeps the order it is given: newest first. */
export const groupConversations = (conversations: readonly Conversation[], nowMs: number): ConversationGroup[] => {
  const groups: { label: GroupLabel; conversations: Conversation[] }[] = [];
  for (const conversation of conversations) {
    const label = labelOf(conversation.updatedAtMs, nowMs);
    const last = groups.at(-1);
    if (last !== undefined && JSON.stringify(last.label) === JSON.stringify(label)) last.conversations.push(conversation);
    else groups.push({ label, conversations: [conversation] });
  }
  return groups;
};
