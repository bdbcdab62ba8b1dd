import type { SearchHit } from "#core/memory/schema";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import type { ScoreBar } from "./search.ts";

interface ScorePartsProps {
  readonly parts: SearchHit["parts"];
  readonly bar: ScoreBar;
  readonly score: number;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** Why a passage was found: a bar of its words and its meaning, less what a likeness to a better one took off. */
export const ScoreParts = ({ parts, bar, score }: ScorePartsProps) => {
  const t = useTexts("library");
  const rank = (value: number | null) => (value === null ? t("search.notFound") : t("search.rank", { rank: value }));
  const kept = bar.words + bar.meaning - bar.penalty;
  return (
    <div
      className="w-44 shrink-0"
      role="img"
      aria-label={`${t("search.why", { score: formatNumber(score, 2) })}. ${t("search.words")} ${rank(parts.lexicalRank)}, ${t("search.meaning")} ${rank(parts.vectorRank)}`}
    >
      <div className="relative flex h-1.5 overflow-hidden rounded-full bg-active">
        <span className="bg-accent" style={{ width: percent(bar.words) }} />
        <span className="bg-warning" style={{ width: percent(bar.meaning) }} />
        {bar.penalty > 0.005 && (
          <span
            title={t("search.penalty")}
            className="absolute inset-y-0 bg-[repeating-linear-gradient(135deg,var(--surface)_0_2px,transparent_2px_4px)]"
            style={{ left: percent(kept), width: percent(bar.penalty) }}
          />
        )}
      </div>
      <p className="mt-1.5 flex justify-between gap-2 text-micro whitespace-nowrap text-ink-faint tabular-nums">
        <span className="flex items-center gap-1">
          <span className="size-1.5 rounded-full bg-accent" />
          {t("search.words")} {rank(parts.lexicalRank)}
        </span>
        <span className="flex items-center gap-1">
          <span className="size-1.5 rounded-full bg-warning" />
          {t("search.meaning")} {rank(parts.vectorRank)}
        </span>
      </p>
    </div>
  );
};
