import { ArrowRightLeft, History, RotateCcw } from "lucide-react";
import { useStore } from "zustand";
import type { AnsweredBy } from "#core/chat/schema";
import { whyAnswered } from "../../../ui/decision/index.tsx";
import { Button } from "../../../ui/button.tsx";
import { formatDate, formatMoney, formatNumber } from "../../../ui/format.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";

/** Says above an answer that another model gave it than those before. */
export const MovedNotice = ({ answeredBy }: { readonly answeredBy: AnsweredBy | null }) => {
  const t = useTexts("chat");
  const why = useTexts("decision");
  const models = useStore(useChat().models.store, (state) => state.models);
  const movedFrom = answeredBy?.account?.decision?.movedFrom ?? null;
  if (answeredBy === null || movedFrom === null || movedFrom === answeredBy.modelId) return null;
  const before = models.find(({ id }) => id === movedFrom)?.name ?? t("moved.gone");
  return (
    <p data-testid="moved" className="mb-2 flex items-start gap-2 text-note text-ink-soft">
      <ArrowRightLeft aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-faint" />
      <span>
        {t("moved.text", { before })} {whyAnswered(answeredBy, why)}
      </span>
    </p>
  );
};

interface CachedMarkProps {
  readonly answeredBy: AnsweredBy | null;
  readonly busy: boolean;
  readonly onAgain: () => void;
}

/** Marks an answer that was kept from before, and lets one ask anew. */
export const CachedMark = ({ answeredBy, busy, onAgain }: CachedMarkProps) => {
  const t = useTexts("chat");
  const hit = answeredBy?.account?.cache ?? null;
  if (hit === null) return null;
  return (
    <div
      data-testid="cached"
      className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-medium bg-sunken px-3 py-2 text-note text-ink-soft"
    >
      <History aria-hidden size={14} className="shrink-0" />
      <p className="min-w-48 flex-1">
        {t(hit.kind === "exact" ? "cached.exact" : "cached.similar", {
          date: formatDate(hit.storedAtMs),
          percent: Math.round(hit.similarity * 100),
        })}{" "}
        {hit.savedMicroUsd > 0
          ? t("cached.savedMoney", { amount: formatMoney(hit.savedMicroUsd) })
          : t("cached.savedTokens", { count: formatNumber(hit.savedTokens) })}
      </p>
      <Button size="small" disabled={busy} onClick={onAgain}>
        <RotateCcw aria-hidden size={13} />
        {t("cached.again")}
      </Button>
    </div>
  );
};
