import { MessageSquareText, Search, SearchX } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import type { ChatHit } from "#core/chat/schema";
import { attempt, useClient, type ClientError } from "../../../bridge/index.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { Notice } from "../../../ui/notice.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { ListSkeleton } from "../conversations/list-skeleton.tsx";
import { groupHits } from "./search-groups.ts";
import { SearchHits } from "./search-hits.tsx";
import { SearchScopes } from "./search-scopes.tsx";
import type { SearchScope } from "./searching.ts";

/** Typing pauses longer than this start a search. */
const pauseMs = 140;
/** The most hits that are shown. */
const mostHits = 100;

interface Found {
  readonly query: string;
  readonly scope: SearchScope;
  readonly hits: readonly ChatHit[];
  readonly error: ClientError | null;
}

const filterOf = (scope: SearchScope) => {
  if (scope.type === "folder") return { folderId: scope.folderId };
  return { among: scope.type === "everything" ? ("all" as const) : scope.type };
};

/** Null: there is nothing to show yet. */
const useHits = (query: string, scope: SearchScope): Found | null => {
  const client = useClient();
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (query === "") return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const asked = { query: query.slice(0, 400), limit: mostHits, ...filterOf(scope) };
      const hits = await attempt(client.chat.search(asked, { signal: controller.signal }), controller.signal);
      if (controller.signal.aborted) return;
      setFound(hits.ok ? { query, scope, hits: hits.value, error: null } : { query, scope, hits: [], error: hits.error });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, query, scope]);
  return query === "" ? null : found;
};

/** The arrow keys lead from the field through the hits and back. */
const walk = (event: KeyboardEvent<HTMLElement>): void => {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || event.target.closest("[data-walk]") === null) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-walk]")];
  const next = stops[stops.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};

export const ChatSearch = () => {
  const t = useTexts("chat");
  const { conversations, searching } = useChat();
  const hidden = useStore(conversations.store, (state) => state.hidden);
  const { query, scope } = useStore(searching.store);
  const trimmed = query.trim();
  const found = useHits(trimmed, scope);
  // What was deleted and can still be brought back is not found.
  const hits = useMemo(() => (found?.hits ?? []).filter(({ conversationId }) => !hidden.has(conversationId)), [found, hidden]);
  const groups = useMemo(() => groupHits(hits), [hits]);
  const screen = useRef<HTMLDivElement>(null);
  const none = found !== null && found.error === null && groups.length === 0;
  return (
    <div ref={screen} className="h-full overflow-y-auto" onKeyDown={walk}>
      <div className="mx-auto max-w-184 px-4 pt-10 pb-16 sm:px-6">
        <h1 className="text-hero font-semibold">{t("search.title")}</h1>
        <label className="mt-5 flex h-11 items-center gap-3 rounded-large border border-line bg-surface px-4 shadow-low focus-within:border-line-strong">
          <Search aria-hidden size={17} className="text-ink-faint" />
          <input
            type="search"
            data-walk
            autoFocus
            aria-label={t("search.label")}
            placeholder={t("search.placeholder")}
            maxLength={400}
            value={query}
            onFocus={(event) => event.target.select()}
            onChange={(event) => searching.write({ query: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              // What is shown may still be of the words before.
              if (found?.query === trimmed) screen.current?.querySelector<HTMLElement>("a[data-walk]")?.click();
            }}
            className="min-w-0 flex-1 bg-transparent text-read outline-none"
          />
        </label>
        <SearchScopes scope={scope} onScope={(next) => searching.write({ scope: next })} />
        <p role="status" className="sr-only">
          {found !== null && found.error === null ? t("search.count", { count: hits.length }) : ""}
        </p>
        <div className="mt-3">
          {trimmed === "" && <EmptyState icon={MessageSquareText} title={t("search.start")} text={t("search.startText")} />}
          {trimmed !== "" && found === null && <ListSkeleton />}
          {found !== null && found.error !== null && (
            <Notice tone="danger" title={errorText(found.error).title}>
              {errorText(found.error).text}
            </Notice>
          )}
          {none && (
            <EmptyState
              icon={SearchX}
              title={t(found.scope.type === "everything" ? "search.none" : "search.folderNone", { query: found.query })}
              text={t("search.noneText")}
              action={
                found.scope.type === "everything" ? undefined : (
                  <Button onClick={() => searching.write({ scope: { type: "everything" } })}>{t("search.wider")}</Button>
                )
              }
            />
          )}
          {groups.length > 0 && found !== null && <SearchHits query={found.query} groups={groups} count={hits.length} most={mostHits} />}
        </div>
      </div>
    </div>
  );
};
