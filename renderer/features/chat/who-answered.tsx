import { Cloud, Cpu, Quote } from "lucide-react";
import { Popover } from "radix-ui";
import type { Message } from "#core/chat/schema";
import { errorText } from "../../ui/error-text.ts";
import { formatDuration, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";

const icons = { extractive: Quote, local: Cpu, cloud: Cloud };

/** "Llama 3.2 · 4.1 s": who answered; a press tells why, who could not, and what it took. */
export const WhoAnswered = ({ message }: { readonly message: Message }) => {
  const t = useTexts("chat");
  const { answeredBy, durationMs, usage } = message;
  if (answeredBy === null) return null;
  const Icon = icons[answeredBy.place];
  return (
    <Popover.Root>
      <Popover.Trigger className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-small px-1.5 text-small text-ink-faint hover:bg-hover hover:text-ink-soft">
        <Icon aria-hidden size={13} className="shrink-0" />
        <span className="truncate">{answeredBy.place === "extractive" ? t("who.extractive") : answeredBy.modelName}</span>
        {durationMs !== null && <span className="shrink-0 tabular-nums">· {formatDuration(durationMs)}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          collisionPadding={12}
          className="z-50 w-80 max-w-[calc(100vw-1.5rem)] animate-appear rounded-large border border-line bg-surface p-4 text-note shadow-floating"
        >
          <p className="font-medium text-ink">{answeredBy.modelName}</p>
          <p className="text-ink-soft">{t(`who.place.${answeredBy.place}`)}</p>
          <p className="mt-2 text-ink-soft">{answeredBy.why}</p>
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
          {usage !== null && usage.inputTokens + usage.outputTokens > 0 && (
            <p className="mt-3 text-small text-ink-faint tabular-nums">
              {t("who.usage", { input: formatNumber(usage.inputTokens), output: formatNumber(usage.outputTokens) })}
            </p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
