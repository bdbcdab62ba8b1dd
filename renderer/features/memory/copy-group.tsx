import { CircleCheck, GitCompare, Split } from "lucide-react";
import type { DocumentId, DuplicateGroup } from "#core/memory/schema";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { formatDate, formatPercent } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { stalenessOf } from "./entry-state.ts";
import { TrustMenu } from "./trust-menu.tsx";
import type { Actions } from "./use-actions.ts";

interface CopyGroupProps {
  readonly group: DuplicateGroup;
  readonly highlighted: boolean;
  readonly actions: Actions;
  readonly onCompare: (copyId: DocumentId) => void;
}

/** Documents that say (nearly) the same, side by side; one of them is kept. */
export const CopyGroup = ({ group: { members }, highlighted, actions, onCompare }: CopyGroupProps) => {
  const t = useTexts("memory");
  const [first] = members;
  if (first === undefined) return null;
  const ids = members.map(({ entry }) => entry.id);
  const merged = members.filter(({ entry }) => entry.mergedInto !== null);
  const same = members.every(({ sameText }) => sameText);
  return (
    <section
      aria-label={t("copies.group", { title: first.entry.title, count: members.length })}
      className={classNames("rounded-large border bg-surface p-4", highlighted ? "border-accent" : "border-line")}
    >
      <header className="mb-3 flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium">{t(same ? "copies.same" : "copies.near", { count: members.length })}</h3>
        {merged.length > 0 && (
          <Button size="small" onClick={() => void actions.separate(merged.map(({ entry }) => entry.id))}>
            <Split aria-hidden size={13} />
            {t("copies.separateAll")}
          </Button>
        )}
      </header>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,16rem),1fr))] gap-2">
        {members.map(({ entry, sameText, similarity }) => {
          const staleness = stalenessOf(entry);
          const isMerged = entry.mergedInto !== null;
          const answers = !isMerged && merged.length > 0;
          return (
            <li
              key={entry.id}
              className={classNames(
                "flex min-w-0 flex-col gap-2 rounded-medium border p-3",
                answers ? "border-accent bg-accent-soft/40" : "border-line",
                isMerged && "bg-sunken",
              )}
            >
              <div className="min-w-0">
                <p className="truncate font-medium" title={entry.title}>
                  {entry.title}
                </p>
                <p className="truncate text-left text-small text-ink-faint" dir="rtl" title={entry.path}>
                  <bdi>{entry.path}</bdi>
                </p>
                <p className="mt-0.5 text-small text-ink-faint">{t("copies.changed", { date: formatDate(entry.modifiedAtMs) })}</p>
              </div>
              <div className="flex flex-wrap items-center gap-1.5">
                <TrustMenu entry={entry} onChange={(trust) => void actions.setTrust([entry.id], trust)} />
                {entry.id !== first.entry.id && (
                  <Badge>{sameText ? t("copies.sameText") : t("copies.alike", { share: formatPercent(similarity) })}</Badge>
                )}
                {staleness !== null && <Badge tone={isMerged ? "neutral" : "warning"}>{t(`state.${staleness}`)}</Badge>}
                {answers && (
                  <Badge tone="accent">
                    <CircleCheck aria-hidden size={11} />
                    {t("copies.kept")}
                  </Badge>
                )}
              </div>
              <div className="mt-auto flex flex-wrap gap-1.5">
                {!answers && (
                  <Button
                    size="small"
                    tone={entry.id === first.entry.id ? "primary" : "secondary"}
                    aria-label={t("copies.keepNamed", { path: entry.path })}
                    onClick={() =>
                      void actions.merge(
                        entry.id,
                        ids.filter((id) => id !== entry.id),
                      )
                    }
                  >
                    {t("copies.keep")}
                  </Button>
                )}
                {entry.id !== first.entry.id && !sameText && (
                  <Button size="small" tone="quiet" onClick={() => onCompare(entry.id)}>
                    <GitCompare aria-hidden size={13} />
                    {t("action.compare")}
                  </Button>
                )}
                {isMerged && (
                  <Button size="small" tone="quiet" onClick={() => void actions.forget([entry.id])}>
                    {t("action.forget")}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
