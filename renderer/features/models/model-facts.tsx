import { Check, Minus, TriangleAlert } from "lucide-react";
import type { ModelInfo } from "#core/llm/schema";
import { fileNameOf, formatBytes, formatDate, formatDuration, formatMoney, formatNumber } from "../../ui/format.ts";
import { useTexts, type Translate } from "../../ui/i18n.ts";
import { parameterWords, speedFigure } from "./figures.ts";

const priceFigure = ({ place, price }: ModelInfo, t: Translate): string | null => {
  if (place !== "cloud") return null;
  if (price === null) return t("fact.priceUnknown");
  if (price.inputMicroUsd + price.outputMicroUsd === 0) return t("fact.free");
  return t("fact.price", { input: formatMoney(price.inputMicroUsd), output: formatMoney(price.outputMicroUsd) });
};

const figures = (model: ModelInfo, t: Translate): string[] =>
  [
    model.billionParameters === null ? null : parameterWords(model.billionParameters, t),
    model.sizeBytes === null ? null : formatBytes(model.sizeBytes),
    t("fact.context", { count: formatNumber(model.contextTokens) }),
    model.speed === null ? null : t("fact.speed", { count: speedFigure(model.speed.tokensPerSecond) }),
    model.speed === null ? null : t("fact.firstToken", { time: formatDuration(model.speed.firstTokenMs) }),
    priceFigure(model, t),
    model.place === "local" ? fileNameOf(model.detail) : null,
  ].filter((figure) => figure !== null);

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
      <p className="text-small text-ink-faint tabular-nums" title={model.detail}>
        {figures(model, t).join(" · ")}
      </p>
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
            now: speedFigure(speed.tokensPerSecond),
            before: speedFigure(speed.before.tokensPerSecond),
            version: speed.before.engineVersion,
            date: formatDate(speed.measuredAtMs),
          })}
        </p>
      )}
    </>
  );
};
