import { CircleCheck, CircleHelp, CircleX, Gauge } from "lucide-react";
import type { Fit } from "#core/hub/schema";
import { classNames } from "../../ui/class-names.ts";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Popover } from "../../ui/popover.tsx";
import { speedFigure } from "./figures.ts";
import { fitParts, type FitPart } from "./fit-parts.ts";

const looks = {
  fits: { icon: CircleCheck, look: "text-accent bg-accent-soft" },
  slow: { icon: Gauge, look: "text-warning bg-warning-soft" },
  "wont-fit": { icon: CircleX, look: "text-danger bg-danger-soft" },
  unknown: { icon: CircleHelp, look: "text-ink-soft bg-active" },
};

const partLooks: Record<FitPart, string> = { weights: "bg-accent", context: "bg-accent/60", work: "bg-accent/30" };

const Sum = ({ fit }: { readonly fit: Fit }) => {
  const t = useTexts("models");
  const { parts, limit } = fitParts(fit);
  return (
    <>
      <div aria-hidden className="relative mt-3 mb-2 flex h-3 w-full overflow-hidden rounded-small bg-active">
        {parts.map(({ part, share }) => (
          <div key={part} className={partLooks[part]} style={{ width: `${share * 100}%` }} />
        ))}
        {limit < 1 && <div className="absolute inset-y-0 w-0.5 bg-danger" style={{ left: `${limit * 100}%` }} />}
      </div>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-1">
        {parts.map(({ part, sizeBytes }) => (
          <div key={part} className="contents">
            <span aria-hidden className={classNames("size-2.5 rounded-full", partLooks[part])} />
            <dt className="text-ink-soft">{t(`fit.part.${part}`, { count: formatNumber(fit.contextTokens) })}</dt>
            <dd className="text-right tabular-nums">{formatBytes(sizeBytes)}</dd>
          </div>
        ))}
        <div className="contents">
          <span />
          <dt className="border-t border-line/60 pt-1 font-medium">{t("fit.needed")}</dt>
          <dd className="border-t border-line/60 pt-1 text-right font-medium tabular-nums">{formatBytes(fit.neededBytes)}</dd>
        </div>
        <div className="contents">
          <span />
          <dt className="text-ink-soft">{t("fit.available")}</dt>
          <dd className="text-right tabular-nums">{formatBytes(fit.availableBytes)}</dd>
        </div>
      </dl>
    </>
  );
};

interface FitLabelProps {
  readonly fit: Fit;
  /** Whose fit it is. */
  readonly name: string;
}

/** Fits, slow, won't fit; a press shows the sum. */
export const FitLabel = ({ fit, name }: FitLabelProps) => {
  const t = useTexts("models");
  const { icon: Icon, look } = looks[fit.label];
  const label = t(`fit.label.${fit.label}`);
  return (
    <Popover
      label={t("fit.title", { name })}
      trigger={
        <button
          type="button"
          aria-label={t("fit.open", { label, name })}
          className={classNames(
            "inline-flex h-6 shrink-0 items-center gap-1 rounded-full px-2 text-small font-medium hover:opacity-85",
            look,
          )}
        >
          <Icon aria-hidden size={13} />
          {label}
        </button>
      }
    >
      <h3 className="font-medium">{t(`fit.head.${fit.label}`)}</h3>
      {fit.reasons.map((reason) => (
        <p key={reason} className="mt-0.5 text-ink-soft">
          {t(`fit.reason.${reason}`)}
        </p>
      ))}
      <Sum fit={fit} />
      <p className="mt-3 text-small text-ink-faint">
        {fit.expectedTokensPerSecond !== null &&
          `${fit.expectedTokensPerSecond < 1 ? t("fit.crawls") : t("fit.speed", { count: speedFigure(fit.expectedTokensPerSecond) })} `}
        {t(fit.isExact ? "fit.exact" : "fit.estimated")}
      </p>
    </Popover>
  );
};
