import type { ConversationId } from "#core/chat/schema";
import type { Find } from "./find.ts";

/** The field of the bar, which only one conversation at a time shows. */
export const findFieldId = "find-in-conversation";

/** The first message in sight, where looking begins. */
const positionInSight = (): number => {
  const log = document.querySelector('[role="log"]');
  const top = log?.getBoundingClientRect().top ?? 0;
  const rows = [...(log?.querySelectorAll("[data-index]") ?? [])].filter((row) => row.getBoundingClientRect().bottom > top);
  return Math.min(...rows.map((row) => Number(row.getAttribute("data-index"))), Number.MAX_SAFE_INTEGER);
};

/** What is marked in a message is likely what is looked for. */
const markedText = (): string => {
  const marked = getSelection()?.toString().trim() ?? "";
  return marked.length <= 100 && !marked.includes("\n") ? marked : "";
};

/** Opens the bar, or goes back to it. */
export const openFind = (find: Find, conversationId: ConversationId): void => {
  const { state } = find.store.getState();
  if (state?.conversationId !== conversationId) find.start(conversationId, { query: markedText(), by: "text", from: positionInSight() });
  const field = document.getElementById(findFieldId);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
};
