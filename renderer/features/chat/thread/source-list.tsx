import { useState } from "react";
import type { SourceItem } from "../../../ui/source-item.ts";
import { classNames } from "../../../ui/class-names.ts";
import { useTexts } from "../../../ui/i18n.ts";

/** More than this many are folded away until somebody asks. */
const shownCount = 4;

interface SourceListProps {
  readonly sources: readonly SourceItem[];
  readonly onOpen: (position: number) => void;
}

/** The places an answer quotes, under the answer. */
export const SourceList = ({ sources, onOpen }: SourceListProps) => {
  const t = useTexts("chat");
  const [all, setAll] = useState(false);
  const shown = all ? sources : sources.slice(0, shownCount);
  return (
    <section aria-label={t("sources.label")} className="@container mt-4">
      <h3 className="mb-1.5 text-small font-medium text-ink-faint">{t("sources.count", { count: sources.length })}</h3>
      <ol className="grid gap-1.5 @md:grid-cols-2">
        {shown.map((source, position) => (
          <li key={`${source.number}-${source.chunkId}-${source.start}`}>
            <button
              type="button"
              onClick={() => onOpen(position)}
              title={source.path}
              className="flex w-full items-center gap-2.5 rounded-medium border border-line bg-surface px-2.5 py-2 text-left transition-colors duration-100 hover:border-line-strong hover:bg-hover"
            >
              <span className="grid size-5 shrink-0 place-items-center rounded-small bg-accent-soft text-micro font-semibold text-accent tabular-nums">
                {source.number}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate text-note font-medium">{source.title}</span>
                <span
                  className={classNames(
                    "block truncate text-small text-ink-faint",
                    source.page === null && source.heading === "" && "hidden",
                  )}
                >
                  {[source.page === null ? "" : t("sources.page", { page: source.page }), source.heading].filter(Boolean).join(" · ")}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {sources.length > shownCount && (
        <button type="button" onClick={() => setAll(!all)} className="mt-1.5 rounded-small text-note text-ink-faint hover:text-ink">
          {all ? t("sources.fewer") : t("sources.more", { count: sources.length - shownCount })}
        </button>
      )}
    </section>
  );
};
