import { Cloud, Cpu, Lock, Quote } from "lucide-react";
import type { Message } from "#core/chat/schema";
import { DecisionView, whyAnswered } from "../../../ui/decision/index.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { formatDuration, formatMoney, formatNumber } from "../../../ui/format.ts";
import { useTexts, type Translate } from "../../../ui/i18n.ts";
import { Popover } from "../../../ui/popover.tsx";

const icons = { extractive: Quote, local: Cpu, cloud: Cloud };

/** What the line below an answer says of its cost; null where nothing was paid and nothing could have been. */
const costWords = ({ answeredBy }: Message, t: Translate): string | null => {
  const account = answeredBy?.account ?? null;
  if (account === null || answeredBy === null) return null;
  if (account.cache !== null) return t("who.cached");
  if (account.costMicroUsd === null) return t("who.costUnknown");
  return account.costMicroUsd > 0 ? formatMoney(account.costMicroUsd) : answeredBy.place === "cloud" ? t("who.free") : null;
};

/** "Llama 3.2 · 4.1 s · $0.0012": who answered; a press tells why, who else could have or could not, and what it took. */
export const WhoAnswered = ({ message }: { readonly message: Message }) => {
  const t = useTexts("chat");
  const why = useTexts("decision");
  const { answeredBy, durationMs, isPrivate, usage } = message;
  if (answeredBy === null) return null;
  const Icon = icons[answeredBy.place];
  const cost = costWords(message, t);
  const decision = answeredBy.account?.decision ?? null;
  return (
    <Popover
      side="top"
      label={t("who.title")}
      trigger={
        <button
          type="button"
          className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-small px-1.5 text-small text-ink-faint hover:bg-hover hover:text-ink-soft"
        >
          <Icon aria-hidden size={13} className="shrink-0" />
          <span className="truncate">{answeredBy.place === "extractive" ? t("who.extractive") : answeredBy.modelName}</span>
          {durationMs !== null && <span className="shrink-0 tabular-nums">· {formatDuration(durationMs)}</span>}
          {cost !== null && <span className="shrink-0 tabular-nums">· {cost}</span>}
          {isPrivate && <Lock role="img" aria-label={t("private.mark")} size={12} className="shrink-0" />}
        </button>
      }
    >
      <p className="font-medium text-ink">{answeredBy.place === "extractive" ? why("quotes") : answeredBy.modelName}</p>
      <p className="text-ink-soft">{t(`who.place.${answeredBy.place}`)}</p>
      <p className="mt-2 text-ink-soft">{whyAnswered(answeredBy, why)}</p>
      {answeredBy.tried.length > 0 && (
        <>
          <p className="mt-3 font-medium">{t("who.tried")}</p>
          <ul className="mt-0.5 list-disc pl-4 text-ink-soft">
            {answeredBy.tried.map(({ modelId, error }) => (
              <li key={modelId}>{errorText(error).title}</li>
            ))}
          </ul>
        </>
      )}
      {decision !== null && (
        <div className="mt-3 border-t border-line/60 pt-3">
          <DecisionView decision={decision} />
        </div>
      )}
      {usage !== null && usage.inputTokens + usage.outputTokens > 0 && (
        <p className="mt-3 text-small text-ink-faint tabular-nums">
          {t("who.usage", { input: formatNumber(usage.inputTokens), output: formatNumber(usage.outputTokens) })}
        </p>
      )}
    </Popover>
  );
};
