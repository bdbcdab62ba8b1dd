import { useState } from "react";
import type { Conversation } from "#core/chat/schema";
import type { ListRow } from "./list-rows.ts";

/** Several conversations chosen together, as they stand in the list. What is no longer in the list is not chosen. */
export const useListSelection = (rows: readonly ListRow[]) => {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const chosen = new Map<string, Conversation>();
  if (ids.size > 0)
    for (const row of rows)
      if (row.type === "conversation" && ids.has(row.conversation.id)) chosen.set(row.conversation.id, row.conversation);
  const conversations = [...chosen.values()];
  return {
    conversations,
    ids,
    /** `range`: everything between it and the one picked before. */
    pick: (index: number, how: "one" | "range"): void => {
      const row = rows[index];
      if (row?.type !== "conversation") return;
      const from = rows.findIndex(({ key }) => key === anchor);
      if (how === "range" && from !== -1) {
        const between = rows.slice(Math.min(from, index), Math.max(from, index) + 1);
        return setIds(new Set([...ids, ...between.flatMap((entry) => (entry.type === "conversation" ? [entry.conversation.id] : []))]));
      }
      const next = new Set(ids);
      if (!next.delete(row.conversation.id)) next.add(row.conversation.id);
      setIds(next);
      setAnchor(row.key);
    },
    clear: (): void => {
      setIds(new Set());
      setAnchor(null);
    },
  };
};
