import { Lock } from "lucide-react";
import { useState } from "react";
import type { SearchHit } from "#core/memory/schema";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";
import { KindIcon } from "./kind-icon.tsx";
import { ScoreParts } from "./score-parts.tsx";
import { markWords, type ScoreBar } from "./search.ts";

interface SearchResultProps {
  readonly hit: SearchHit;
  readonly bar: ScoreBar;
  readonly query: string;
  readonly onOpen: (() => void) | undefined;
}

/** Passages longer than this are folded until somebody asks. */
const foldedLength = 420;

export const SearchResult = ({ hit, bar, query, onOpen }: SearchResultProps) => {
  const t = useTexts("library");
  const [whole, setWhole] = useState(false);
  const long = hit.text.length > foldedLength;
  const place = [hit.page === null ? "" : t("search.page", { page: hit.page }), hit.heading].filter(Boolean).join(" · ");
  const title = (
    <span className="block truncate font-medium">
      {hit.isPrivate && <Lock role="img" aria-label={t("private.mark")} size={12} className="mr-1.5 mb-0.5 inline-block text-accent" />}
      {hit.title}
    </span>
  );
  return (
    <li className="rounded-large border border-line bg-surface px-4 py-3.5 shadow-low">
      <div className="flex items-start gap-3">
        <KindIcon kind={hit.kind} />
        <div className="min-w-0 flex-1">
          {onOpen === undefined ? (
            title
          ) : (
            <button
              type="button"
              onClick={onOpen}
              aria-label={t("search.open", { title: hit.title })}
              className="block max-w-full rounded-small text-left hover:text-accent"
            >
              {title}
            </button>
          )}
          <p className="truncate text-small text-ink-faint" title={hit.path}>
            {place === "" ? hit.path : place}
          </p>
        </div>
        <ScoreParts parts={hit.parts} bar={bar} score={hit.score} />
      </div>
      <p className={classNames("mt-2.5 text-note whitespace-pre-line wrap-anywhere text-ink-soft", long && !whole && "line-clamp-4")}>
        {markWords(hit.text.replaceAll(/\n{2,}/g, "\n"), query).map(({ text, marked }, position) =>
          marked ? (
            <mark key={position} className="text-ink">
              {text}
            </mark>
          ) : (
            <span key={position}>{text}</span>
          ),
        )}
      </p>
      {long && (
        <button type="button" onClick={() => setWhole(!whole)} className="mt-1 rounded-small text-small text-ink-faint hover:text-ink">
          {t(whole ? "search.less" : "search.more")}
        </button>
      )}
    </li>
  );
};
