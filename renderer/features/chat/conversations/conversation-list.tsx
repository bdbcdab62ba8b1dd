import { Archive } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { Button } from "../../../ui/button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { errorText } from "../../../ui/error-text.ts";
import { hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { ListDragProvider, useNewListDrag } from "./list-drag.ts";
import { ListLines } from "./list-lines.tsx";
import { listRows } from "./list-rows.ts";
import { useListSelection } from "./list-selection.ts";
import { ListSkeleton } from "./list-skeleton.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useHash } from "../use-hash.ts";
import { useNowMs } from "./use-now.ts";

const ArchivedLink = () => {
  const t = useTexts("chat");
  const href = hrefOf({ screen: "archived" });
  const active = useHash() === href;
  return (
    <a
      href={href}
      aria-current={active ? "page" : undefined}
      className={classNames(
        "mx-2 flex h-8 shrink-0 items-center gap-2.5 rounded-medium px-2.5 transition-colors duration-100 focus-visible:-outline-offset-2",
        active ? "bg-active text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
      )}
    >
      <Archive aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      <span className="truncate">{t("archive.open")}</span>
    </a>
  );
};

/** Every conversation that is not archived: pinned, by folder, by date. Draws only what is in sight, however many there are. */
export const ConversationList = ({ activeId }: { readonly activeId: string | null }) => {
  const t = useTexts("chat");
  const { actions, conversations, openFolders } = useChat();
  const { conversations: all, folders, hidden, loaded, problem } = useStore(conversations.store);
  const open = useStore(openFolders.store, ({ ids }) => ids);
  useEffect(() => void conversations.load(), [conversations]);
  const nowMs = useNowMs();
  const rows = useMemo(
    () => listRows({ conversations: hidden.size === 0 ? all : all.filter(({ id }) => !hidden.has(id)), folders, open, nowMs }),
    [all, hidden, folders, open, nowMs],
  );
  const selection = useListSelection(rows);
  const drag = useNewListDrag((conversation) => (selection.ids.has(conversation.id) ? selection.conversations : [conversation]));
  const scroller = useRef<HTMLElement>(null);

  return (
    <ListDragProvider value={drag}>
      <div className="flex h-full flex-col">
        <nav
          ref={scroller}
          aria-label={t("list.label")}
          className="min-h-0 flex-1 overflow-y-auto px-2 pb-6 [mask-image:linear-gradient(to_bottom,black_calc(100%-2rem),transparent)]"
        >
          {!loaded && <ListSkeleton />}
          {loaded && rows.length === 0 && problem === null && (
            <p className="px-2.5 pt-1 text-note text-ink-faint">
              {t("list.empty")}{" "}
              <a
                href={hrefOf({ screen: "settings", section: "data" })}
                className="text-ink-soft underline underline-offset-2 hover:text-ink"
              >
                {t("list.import")}
              </a>
            </p>
          )}
          {problem !== null && (
            <div role="alert" className="px-2.5 pt-1 pb-3 text-note text-ink-soft">
              <p className="text-danger">{errorText(problem).title}</p>
              <Button size="small" tone="quiet" className="mt-1 -ml-2" onClick={() => void conversations.load()}>
                {t("screen.again")}
              </Button>
            </div>
          )}
          <ListLines
            rows={rows}
            scroller={scroller}
            activeId={activeId}
            selected={selection.ids}
            onPick={selection.pick}
            onClear={selection.clear}
            onRemove={(conversation) => {
              const together = selection.ids.has(conversation.id) ? selection.conversations : [conversation];
              actions.remove(together);
              selection.clear();
            }}
          />
        </nav>
        <ArchivedLink />
        {selection.conversations.length > 0 && <SelectionBar conversations={selection.conversations} onClear={selection.clear} />}
      </div>
    </ListDragProvider>
  );
};
