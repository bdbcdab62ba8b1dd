import { X } from "lucide-react";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TracesList } from "./traces-list.tsx";
import { useMemory, useMemoryState } from "./use-memory.ts";

/** What forgetting could not take away, until it is put away. */
export const RemainsNotice = () => {
  const t = useTexts("memory");
  const memory = useMemory();
  const remains = useMemoryState((state) => state.remains);
  if (remains === null) return null;
  return (
    <Notice
      tone="info"
      title={t("remains.title", { count: remains.count })}
      action={<IconButton icon={X} size="small" label={t("remains.close")} onClick={memory.putAwayRemains} />}
    >
      <TracesList traces={remains.traces} />
    </Notice>
  );
};
