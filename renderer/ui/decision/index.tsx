import { Cloud, Cpu, Lock, Quote, type LucideIcon } from "lucide-react";
import type { RouteDecision } from "#core/router/schema";
import { Badge } from "../badge.tsx";
import { formatDuration, formatMoney, formatNumber } from "../format.ts";
import { addTexts, useTexts } from "../i18n.ts";
import en from "./en.json";

addTexts("decision", en);

export { decisionSentence, whyAnswered } from "./why-words.ts";

type Step = RouteDecision["chain"][number];

const icons: Record<Step["place"], LucideIcon> = { extractive: Quote, local: Cpu, cloud: Cloud };

const costKey = ({ worstCostMicroUsd }: Step): "priceUnknown" | "free" | "upTo" =>
  worstCostMicroUsd === null ? "priceUnknown" : worstCostMicroUsd === 0 ? "free" : "upTo";

const StepRow = ({ step, faint }: { readonly step: Step; readonly faint: boolean }) => {
  const t = useTexts("decision");
  const Icon = icons[step.place];
  return (
    <li className="flex items-baseline gap-2 py-1">
      <Icon aria-hidden size={13} className="shrink-0 translate-y-0.5 text-ink-faint" />
      <span className={faint ? "text-ink-soft" : "font-medium text-ink"}>{step.place === "extractive" ? t("quotes") : step.modelName}</span>
      <span className="min-w-0 flex-1 text-ink-soft">{t(`reason.${step.reason}`)}</span>
      {step.place === "cloud" && (
        <span className="shrink-0 text-small text-ink-faint tabular-nums">
          {t(costKey(step), { cost: formatMoney(step.worstCostMicroUsd ?? 0) })}
        </span>
      )}
    </li>
  );
};

const Facts = ({ decision: { features, privacy } }: { readonly decision: RouteDecision }) => {
  const t = useTexts("decision");
  return (
    <ul aria-label={t("facts")} className="flex flex-wrap gap-1.5">
      {privacy === "private" && (
        <li>
          <Badge tone="accent">
            <Lock aria-hidden size={11} />
            {t("private")}
          </Badge>
        </li>
      )}
      <li>
        <Badge>{t(`intent.${features.intent}`)}</Badge>
      </li>
      <li>
        <Badge>
          {t(`complexity.${features.complexity}`)} · {t("sure", { percent: Math.round(features.confidence * 100) })}
        </Badge>
      </li>
      <li>
        <Badge>{t("tokens", { count: formatNumber(features.inputTokens) })}</Badge>
      </li>
      {features.language !== "und" && (
        <li>
          <Badge>{features.language}</Badge>
        </li>
      )}
      {features.toolsNeeded && (
        <li>
          <Badge>{t("tools")}</Badge>
        </li>
      )}
      {features.imagesNeeded && (
        <li>
          <Badge>{t("images")}</Badge>
        </li>
      )}
      {features.jsonNeeded && (
        <li>
          <Badge>{t("json")}</Badge>
        </li>
      )}
    </ul>
  );
};

/** A routing decision as it was made: what was seen, who is asked in which order, and who is not and why. Its sentence stands elsewhere. */
export const DecisionView = ({ decision }: { readonly decision: RouteDecision }) => {
  const t = useTexts("decision");
  return (
    <div className="flex flex-col gap-3 text-note">
      <Facts decision={decision} />
      {decision.chain.length > 0 && (
        <section aria-label={t("chain")}>
          <h4 className="text-small text-ink-faint">{t("chain")}</h4>
          <ol className="mt-0.5">
            {decision.chain.map((step) => (
              <StepRow key={step.modelId} step={step} faint={false} />
            ))}
          </ol>
        </section>
      )}
      {decision.excluded.length > 0 && (
        <section aria-label={t("excluded")}>
          <h4 className="text-small text-ink-faint">{t("excluded")}</h4>
          <ul className="mt-0.5">
            {decision.excluded.map((step) => (
              <StepRow key={`${step.modelId} ${step.reason}`} step={step} faint />
            ))}
          </ul>
        </section>
      )}
      <p className="text-small text-ink-faint">{t("took", { duration: formatDuration(decision.durationMs) })}</p>
    </div>
  );
};
