import { CopyCheck, FileClock, Lock, type LucideIcon } from "lucide-react";
import type { MemoryOverview } from "#core/memory/schema";
import { classNames } from "../../ui/class-names.ts";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import type { Narrowing } from "./memory-state.ts";
import { trustLooks } from "./trust-menu.tsx";

interface OverviewCardsProps {
  readonly overview: MemoryOverview;
  readonly narrowing: Pick<Narrowing, "trust" | "state">;
  readonly onNarrow: (change: Pick<Narrowing, "trust" | "state">) => void;
  readonly onCopies: () => void;
}

interface CardProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count: number;
  readonly note: string;
  readonly pressed: boolean | null;
  readonly alarms?: boolean | undefined;
  readonly onClick: () => void;
}

const Card = ({ icon: Icon, label, count, note, pressed, alarms = false, onClick }: CardProps) => (
  <button
    type="button"
    aria-pressed={pressed ?? undefined}
    onClick={onClick}
    className={classNames(
      "flex min-w-0 flex-col items-start rounded-medium border px-3 py-2 text-left transition-colors duration-100",
      pressed === true ? "border-accent bg-accent-soft/60" : "border-line bg-surface hover:border-line-strong",
    )}
  >
    <span className="flex max-w-full items-center gap-1.5 text-small text-ink-soft">
      <Icon aria-hidden size={13} strokeWidth={1.75} className="shrink-0" />
      <span className="truncate">{label}</span>
    </span>
    <span className={classNames("text-title font-semibold tabular-nums", alarms && count > 0 && "text-warning")}>
      {formatNumber(count)}
    </span>
    <span className="max-w-full truncate text-small text-ink-faint [@media(max-height:640px)]:hidden">{note}</span>
  </button>
);

/** How much there is of what; each card shows only that, and all again. */
export const OverviewCards = ({ overview, narrowing, onNarrow, onCopies }: OverviewCardsProps) => {
  const t = useTexts("memory");
  const stale = overview.changed + overview.missing + overview.away + overview.oldVersions;
  const staleParts = (["changed", "missing", "away", "oldVersions"] as const)
    .filter((name) => overview[name] > 0)
    .map((name) => t(`cards.${name}`, { count: overview[name] }));
  return (
    <div role="group" aria-label={t("cards.label")} className="grid shrink-0 grid-cols-2 gap-2 @lg:grid-cols-3 @4xl:grid-cols-6">
      {(["yours", "file", "foreign"] as const).map((trust) => (
        <Card
          key={trust}
          icon={trustLooks[trust].icon}
          label={t(`trust.${trust}`)}
          count={overview.trust[trust].documents}
          note={formatBytes(overview.trust[trust].bytes)}
          pressed={narrowing.trust === trust}
          onClick={() => onNarrow({ trust: narrowing.trust === trust ? null : trust, state: null })}
        />
      ))}
      <Card
        icon={FileClock}
        label={t("cards.stale")}
        count={stale}
        note={staleParts.length === 0 ? t("cards.fresh") : staleParts.join(" · ")}
        pressed={narrowing.state === "stale"}
        alarms
        onClick={() => onNarrow({ trust: null, state: narrowing.state === "stale" ? null : "stale" })}
      />
      <Card
        icon={CopyCheck}
        label={t("cards.copies")}
        count={overview.duplicateGroups}
        note={overview.comparing > 0 ? t("cards.comparing", { count: overview.comparing }) : t("cards.merged", { count: overview.merged })}
        pressed={null}
        alarms
        onClick={onCopies}
      />
      <Card
        icon={Lock}
        label={t("cards.private")}
        count={overview.privateDocuments}
        note={t("cards.privateNote")}
        pressed={narrowing.state === "private"}
        onClick={() => onNarrow({ trust: null, state: narrowing.state === "private" ? null : "private" })}
      />
    </div>
  );
};
