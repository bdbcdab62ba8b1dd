import { Archive, ArchiveRestore, Search, SearchX, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Conversation } from "#core/chat/schema";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { formatDate } from "../../../ui/format.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { goTo, hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";

/** Drawn at a time; more on demand, so that a long archive costs no more than a short one. */
const pageSize = 100;

const Line = ({ conversation }: { readonly conversation: Conversation }) => {
  const t = useTexts("chat");
  const { actions, conversations } = useChat();
  const folder = useStore(conversations.store, ({ folders }) => folders.find(({ id }) => id === conversation.folderId));
  const title = conversation.title || t("list.untitled");
  return (
    <li className="group flex items-center gap-1 rounded-medium pr-2 hover:bg-hover">
      <a
        href={hrefOf({ screen: "chat", conversationId: conversation.id, messageId: null })}
        className="flex min-w-0 flex-1 items-baseline gap-3 rounded-medium py-2.5 pl-3"
      >
        <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
        {folder !== undefined && <span className="max-w-40 truncate text-small text-ink-faint">{folder.name}</span>}
        <span className="shrink-0 text-small text-ink-faint tabular-nums">{formatDate(conversation.updatedAtMs)}</span>
      </a>
      <IconButton
        icon={ArchiveRestore}
        size="small"
        label={t("archive.bringBack", { title })}
        onClick={() => actions.bringBack([conversation])}
      />
      <IconButton icon={Trash2} size="small" label={t("archive.remove", { title })} onClick={() => actions.remove([conversation])} />
    </li>
  );
};

/** Conversations that were put away: to be looked through, brought back or deleted. */
export const ArchivedScreen = () => {
  const t = useTexts("chat");
  const { conversations, searching } = useChat();
  const { archived, hidden, problem } = useStore(conversations.store);
  const [query, setQuery] = useState("");
  const [limit, setLimit] = useState(pageSize);
  useEffect(() => void conversations.loadArchived(), [conversations]);

  const there = (archived ?? []).filter(({ id }) => !hidden.has(id));
  const wanted = query.trim().toLocaleLowerCase();
  const shown = there.filter(({ title }) => title.toLocaleLowerCase().includes(wanted));
  const searchMessages = () => {
    searching.write({ query: query.trim(), scope: { type: "archived" } });
    goTo({ screen: "search" });
  };
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-184 px-4 pt-10 pb-16 sm:px-6">
        <h1 className="text-hero font-semibold">{t("archive.title")}</h1>
        <p className="mt-1 text-ink-soft">{t("archive.text")}</p>
        {there.length > 0 && (
          <label className="mt-5 flex h-11 items-center gap-3 rounded-large border border-line bg-surface px-4 shadow-low focus-within:border-line-strong">
            <Search aria-hidden size={17} className="text-ink-faint" />
            <input
              type="search"
              aria-label={t("archive.filter")}
              placeholder={t("archive.filter")}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setLimit(pageSize);
              }}
              className="min-w-0 flex-1 bg-transparent text-read outline-none"
            />
          </label>
        )}
        <div className="mt-4">
          {problem !== null && (
            <Notice
              tone="danger"
              title={errorText(problem).title}
              action={
                <Button size="small" onClick={() => void conversations.loadArchived()}>
                  {t("screen.again")}
                </Button>
              }
            >
              {errorText(problem).text}
            </Notice>
          )}
          {archived === null && problem === null && <ListSkeleton />}
          {archived !== null && there.length === 0 && (
            <EmptyState icon={Archive} title={t("archive.empty")} text={t("archive.emptyText")} />
          )}
          {there.length > 0 && shown.length === 0 && (
            <EmptyState
              icon={SearchX}
              title={t("archive.none", { query: query.trim() })}
              text={t("archive.noneText")}
              action={<Button onClick={searchMessages}>{t("archive.search")}</Button>}
            />
          )}
          {shown.length > 0 && (
            <>
              <p role="status" className="px-3 pb-1 text-small text-ink-faint">
                {t("archive.count", { count: shown.length })}
              </p>
              <ul className="flex flex-col gap-px">
                {shown.slice(0, limit).map((conversation) => (
                  <Line key={conversation.id} conversation={conversation} />
                ))}
              </ul>
              {shown.length > limit && (
                <Button tone="quiet" className="mt-2" onClick={() => setLimit(limit + pageSize)}>
                  {t("list.older")}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
    </div>
  );
};
