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

const monthStart = (timeMs: number): number => {
  const date = new Date(timeMs);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
};

/** Groups in local time: today, yesterday, the seven days before today, then months. Keeps the order it is given: newest first. */
export const groupConversations = (conversations: readonly Conversation[], nowMs: number): ConversationGroup[] => {
  const [today, yesterday, week] = [dayStart(nowMs), dayStart(nowMs, 1), dayStart(nowMs, 7)];
  const labelOf = (timeMs: number): GroupLabel => {
    if (timeMs >= today) return { type: "today" };
    if (timeMs >= yesterday) return { type: "yesterday" };
    return timeMs >= week ? { type: "previous-days" } : { type: "month", startMs: monthStart(timeMs) };
  };
  const startOf = (label: GroupLabel): number => {
    if (label.type === "month") return label.startMs;
    return { today, yesterday, "previous-days": week }[label.type];
  };

  const groups: { readonly label: GroupLabel; readonly startMs: number; readonly conversations: Conversation[] }[] = [];
  for (const conversation of conversations) {
    const last = groups.at(-1);
    if (last !== undefined && conversation.updatedAtMs >= last.startMs) {
      last.conversations.push(conversation);
      continue;
    }
    const label = labelOf(conversation.updatedAtMs);
    groups.push({ label, startMs: startOf(label), conversations: [conversation] });
  }
  return groups.map(({ label, conversations: members }) => ({ label, conversations: members }));
};
