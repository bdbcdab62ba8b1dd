import { Archive } from "lucide-react";
import { useStore } from "zustand";
import type { ChatHit } from "#core/chat/schema";
import { formatDate } from "../../../ui/format.ts";
import { hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import type { HitGroup } from "./search-groups.ts";
import { snippetParts } from "./snippet.ts";

/** The words as they stand in the text, so that other forms of a word are painted there too. */
const wordsOf = (hit: ChatHit, query: string): string => {
  const matched = snippetParts(hit.snippet).flatMap(({ matched: isMatch, text }) => (isMatch ? [text] : []));
  return [...new Set([...query.split(/\s+/), ...matched].map((word) => word.toLowerCase()))].join(" ").slice(0, 400);
};

const Hit = ({ hit, query }: { readonly hit: ChatHit; readonly query: string }) => {
  const t = useTexts("chat");
  const { find } = useChat();
  const { conversationId, createdAtMs, messageId, role, snippet } = hit;
  return (
    <li>
      <a
        data-walk
        href={hrefOf({ screen: "chat", conversationId, messageId })}
        onClick={(event) => {
          if (!event.ctrlKey && !event.metaKey && !event.shiftKey)
            find.start(conversationId, { query: wordsOf(hit, query), by: "words", messageId });
        }}
        className="flex items-baseline gap-3 rounded-medium px-3 py-2 transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="line-clamp-2 min-w-0 flex-1 text-note wrap-anywhere text-ink-soft">
          <span className="text-ink-faint">{t(role === "user" ? "search.you" : "search.answer")}: </span>
          {snippetParts(snippet).map(({ text, matched }, position) =>
            matched ? <mark key={position}>{text}</mark> : <span key={position}>{text}</span>,
          )}
        </span>
        <span className="shrink-0 text-small text-ink-faint tabular-nums">{formatDate(createdAtMs)}</span>
      </a>
    </li>
  );
};

interface SearchHitsProps {
  readonly query: string;
  readonly groups: readonly HitGroup[];
  readonly count: number;
  /** As many as are shown at most. */
  readonly most: number;
}

export const SearchHits = ({ query, groups, count, most }: SearchHitsProps) => {
  const t = useTexts("chat");
  const { conversations } = useChat();
  const { conversations: listed, folders } = useStore(conversations.store);
  return (
    <>
      <p className="px-3 pb-2 text-small text-ink-faint">
        {t("search.count", { count })} {t("search.conversations", { count: groups.length })}. {t("search.keys")}
      </p>
      <div className="flex flex-col gap-4">
        {groups.map(({ conversationId, hits, title }) => {
          const conversation = listed.find(({ id }) => id === conversationId);
          const folder = folders.find(({ id }) => id === conversation?.folderId);
          return (
            <section key={conversationId} aria-label={title || t("list.untitled")}>
              <h2 className="flex items-baseline gap-3 px-3 pb-0.5">
                <span className="truncate font-medium">{title || t("list.untitled")}</span>
                {folder !== undefined && <span className="max-w-40 shrink-0 truncate text-small text-ink-faint">{folder.name}</span>}
                {hits[0]?.archived === true && <Archive aria-label={t("archive.mark")} size={13} className="shrink-0 text-ink-faint" />}
              </h2>
              <ul className="flex flex-col gap-px">
                {hits.map((hit) => (
                  <Hit key={hit.messageId} hit={hit} query={query} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      {count === most && <p className="px-3 pt-3 text-small text-ink-faint">{t("search.more", { count: most })}</p>}
    </>
  );
};
