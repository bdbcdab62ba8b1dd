import { Search, SearchX, Telescope } from "lucide-react";
import { useState } from "react";
import type { SearchHit } from "#core/memory/schema";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import type { SourceItem } from "../../ui/source-item.ts";
import { SearchFilters } from "./search-filters.tsx";
import { SearchResult } from "./search-result.tsx";
import { emptySearch, scoreBars } from "./search.ts";
import { useSearch, type Searched } from "./use-search.ts";

interface SearchTabProps {
  readonly onOpenSource: ((sources: readonly SourceItem[], position: number) => void) | undefined;
}

const sourceOf = (hit: SearchHit): SourceItem => ({
  number: null,
  chunkId: hit.chunkId,
  title: hit.title,
  path: hit.path,
  page: hit.page,
  heading: hit.heading,
  quote: null,
  start: null,
  end: null,
});

const Results = ({ searched, onOpenSource }: SearchTabProps & { readonly searched: Searched }) => {
  const t = useTexts("library");
  if (searched.error !== null) {
    return (
      <Notice tone="danger" title={errorText(searched.error).title}>
        {errorText(searched.error).text}
      </Notice>
    );
  }
  const { hits, tookMs, embedding } = searched.answer ?? { hits: [], tookMs: 0, embedding: null };
  if (hits.length === 0) return <EmptyState icon={SearchX} title={t("search.none")} text={t("search.noneText")} />;
  const bars = scoreBars(hits);
  const name = embedding === null ? "" : t(`embedding.${embedding.kind}`, { name: embedding.name });
  return (
    <>
      <p className="px-1 pb-2 text-small text-ink-faint tabular-nums">
        {t("search.took", { count: hits.length, took: formatNumber(tookMs, tookMs < 10 ? 1 : 0), embedding: name })}
      </p>
      <ol className="flex flex-col gap-2">
        {hits.map((hit, position) => (
          <SearchResult
            key={hit.chunkId}
            hit={hit}
            bar={bars[position] ?? { words: 0, meaning: 0, penalty: 0 }}
            query={searched.query}
            onOpen={onOpenSource === undefined ? undefined : () => onOpenSource(hits.map(sourceOf), position)}
          />
        ))}
      </ol>
      <p className="mt-3 px-1 text-small text-ink-faint">{t("search.legend")}</p>
    </>
  );
};

export const SearchTab = ({ onOpenSource }: SearchTabProps) => {
  const t = useTexts("library");
  const [form, setForm] = useState(emptySearch);
  const searched = useSearch(form);
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-216 px-4 pt-6 pb-16 sm:px-6">
        <label className="flex h-11 items-center gap-3 rounded-large border border-line bg-surface px-4 shadow-low focus-within:border-line-strong">
          <Search aria-hidden size={17} className="shrink-0 text-ink-faint" />
          <input
            type="search"
            autoFocus
            aria-label={t("search.label")}
            placeholder={t("search.placeholder")}
            value={form.query}
            onChange={(event) => setForm({ ...form, query: event.target.value })}
            className="min-w-0 flex-1 bg-transparent text-read outline-none"
          />
        </label>
        <SearchFilters form={form} onChange={setForm} />
        <div className="mt-5" aria-live="polite">
          {searched === null ? (
            <EmptyState icon={Telescope} title={t("search.start")} text={t("search.startText")} />
          ) : (
            <Results searched={searched} onOpenSource={onOpenSource} />
          )}
        </div>
      </div>
    </div>
  );
};
