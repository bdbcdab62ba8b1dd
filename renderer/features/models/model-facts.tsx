import { Check, Minus, TriangleAlert } from "lucide-react";
import type { ModelInfo } from "#core/llm/schema";
import { formatBytes, formatDate, formatDuration, formatMoney, formatNumber } from "../../ui/format.ts";
import { useTexts, type Translate } from "../../ui/i18n.ts";

const figures = (model: ModelInfo, t: Translate): string[] => [
  ...(model.billionParameters === null ? [] : [t("fact.parameters", { count: formatNumber(model.billionParameters) })]),
  ...(model.sizeBytes === null ? [] : [formatBytes(model.sizeBytes)]),
  t("fact.context", { count: formatNumber(model.contextTokens) }),
  ...(model.speed === null
    ? []
    : [
        t("fact.speed", { count: formatNumber(Math.round(model.speed.tokensPerSecond * 10) / 10) }),
        t("fact.firstToken", { time: formatDuration(model.speed.firstTokenMs) }),
      ]),
  ...(model.place !== "cloud"
    ? []
    : [
        model.price === null
          ? t("fact.priceUnknown")
          : model.price.inputMicroUsd + model.price.outputMicroUsd === 0
            ? t("fact.free")
            : t("fact.price", { input: formatMoney(model.price.inputMicroUsd), output: formatMoney(model.price.outputMicroUsd) }),
      ]),
];

const Ability = ({ able, text }: { readonly able: boolean; readonly text: string }) => {
  const Icon = able ? Check : Minus;
  return (
    <span className={`inline-flex items-center gap-1 ${able ? "text-ink-soft" : ""}`}>
      <Icon aria-hidden size={12} className={able ? "text-accent" : ""} />
      {text}
    </span>
  );
};

/** Size, speed, price and what it was seen to manage: one line of figures, one of abilities. */
export const ModelFacts = ({ model }: { readonly model: ModelInfo }) => {
  const t = useTexts("models");
  const { abilities, speed } = model;
  return (
    <>
      <p className="text-small text-ink-faint tabular-nums">{figures(model, t).join(" · ")}</p>
      {abilities !== null && (
        <p className="flex flex-wrap gap-x-3 text-small text-ink-faint">
          <Ability able={abilities.keepsJson} text={t(abilities.keepsJson ? "fact.json" : "fact.noJson")} />
          <Ability able={abilities.callsTools} text={t(abilities.callsTools ? "fact.tools" : "fact.noTools")} />
        </p>
      )}
      {speed !== null && speed.before !== null && (
        <p className="mt-1 flex items-start gap-1.5 text-note text-warning">
          <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0" />
          {t("fact.slower", {
            now: formatNumber(Math.round(speed.tokensPerSecond * 10) / 10),
            before: formatNumber(Math.round(speed.before.tokensPerSecond * 10) / 10),
            version: speed.before.engineVersion,
            date: formatDate(speed.measuredAtMs),
          })}
        </p>
      )}
    </>
  );
};
