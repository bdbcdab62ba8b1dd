import { MessageSquareText, Search, SearchX } from "lucide-react";
import { useEffect, useState } from "react";
import type { ChatHit } from "#core/chat/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatDate } from "../../ui/format.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { useTexts } from "../../ui/i18n.ts";
import { snippetParts } from "./snippet.ts";

/** Typing pauses longer than this start a search. */
const pauseMs = 140;

interface Found {
  readonly query: string;
  readonly hits: readonly ChatHit[];
  readonly error: ClientError | null;
}

const useHits = (query: string): Found | null => {
  const client = useClient();
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (query === "") return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const hits = await attempt(client.chat.search({ query, limit: 50 }, { signal: controller.signal }), controller.signal);
      if (controller.signal.aborted) return;
      setFound(hits.ok ? { query, hits: hits.value, error: null } : { query, hits: [], error: hits.error });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, query]);
  return query === "" ? null : found;
};

const Hit = ({ hit }: { readonly hit: ChatHit }) => {
  const t = useTexts("chat");
  return (
    <li>
      <a
        href={hrefOf({ screen: "chat", conversationId: hit.conversationId, messageId: hit.messageId })}
        className="block rounded-medium px-3 py-2.5 transition-colors duration-100 hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className="truncate font-medium">{hit.conversationTitle || t("list.untitled")}</span>
          <span className="ml-auto shrink-0 text-small text-ink-faint">{formatDate(hit.createdAtMs)}</span>
        </span>
        <span className="mt-0.5 line-clamp-2 text-note wrap-anywhere text-ink-soft">
          <span className="text-ink-faint">{t(hit.role === "user" ? "search.you" : "search.answer")}: </span>
          {snippetParts(hit.snippet).map(({ text, matched }, position) =>
            matched ? <mark key={position}>{text}</mark> : <span key={position}>{text}</span>,
          )}
        </span>
      </a>
    </li>
  );
};

export const ChatSearch = () => {
  const t = useTexts("chat");
  const [query, setQuery] = useState("");
  const found = useHits(query.trim());
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-184 px-4 pt-10 pb-16 sm:px-6">
        <h1 className="text-hero font-semibold">{t("search.title")}</h1>
        <label className="mt-5 flex h-11 items-center gap-3 rounded-large border border-line bg-surface px-4 shadow-low focus-within:border-line-strong">
          <Search aria-hidden size={17} className="text-ink-faint" />
          <input
            type="search"
            autoFocus
            aria-label={t("search.label")}
            placeholder={t("search.placeholder")}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="min-w-0 flex-1 bg-transparent text-read outline-none"
          />
        </label>
        <div className="mt-4" aria-live="polite">
          {found === null && <EmptyState icon={MessageSquareText} title={t("search.start")} text={t("search.startText")} />}
          {found !== null && found.error !== null && (
            <Notice tone="danger" title={errorText(found.error).title}>
              {errorText(found.error).text}
            </Notice>
          )}
          {found !== null && found.error === null && found.hits.length === 0 && (
            <EmptyState icon={SearchX} title={t("search.none", { query: found.query })} text={t("search.noneText")} />
          )}
          {found !== null && found.hits.length > 0 && (
            <>
              <p className="px-3 pb-1 text-small text-ink-faint">{t("search.count", { count: found.hits.length })}</p>
              <ul className="-mx-0 flex flex-col gap-px">
                {found.hits.map((hit) => (
                  <Hit key={hit.messageId} hit={hit} />
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
    </div>
  );
};
