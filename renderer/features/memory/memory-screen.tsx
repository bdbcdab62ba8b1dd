import { CopyCheck, FileClock, RefreshCw, SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import type { DocumentId } from "#core/memory/schema";
import { Button } from "../../ui/button.tsx";
import { useCommandsOf } from "../../ui/commands.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { goTo, hrefOf } from "../../ui/route.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { AboutDialog } from "./about-dialog.tsx";
import { CopiesTab } from "./copies-tab.tsx";
import { EmptyMemory } from "./empty-memory.tsx";
import { EntryTable } from "./entry-table.tsx";
import { EntryToolbar } from "./entry-toolbar.tsx";
import { OverviewCards } from "./overview-cards.tsx";
import { RemainsNotice } from "./remains-notice.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useActions } from "./use-actions.ts";
import { MemoryContext, useFollowedMemory, useMemory, useMemoryState } from "./use-memory.ts";

type Tab = "documents" | "copies";

interface MemoryScreenProps {
  /** The document that is open. */
  readonly documentId: string | null;
}

const Page = ({ documentId }: MemoryScreenProps) => {
  const t = useTexts("memory");
  const memory = useMemory();
  const actions = useActions();
  const state = useMemoryState((whole) => whole);
  const { entries, loaded, overview, problem } = state;
  const [tab, setTab] = useState<Tab>("documents");
  const [copiesOf, setCopiesOf] = useState<DocumentId | null>(null);
  const setAbout = (id: DocumentId | null) => goTo({ screen: "memory", documentId: id });
  const [selected, setSelected] = useState<ReadonlySet<DocumentId>>(new Set());
  // A document that went meanwhile is no longer selected.
  const present = useMemo(() => entries.filter(({ id }) => selected.has(id)).map(({ id }) => id), [entries, selected]);
  const showCopies = (id: DocumentId | null) => {
    setCopiesOf(id);
    setTab("copies");
  };
  const empty = overview !== null && overview.documents === 0;

  useCommandsOf("memory", [
    {
      id: "memory.check",
      title: (say) => say("commands.check"),
      group: "documents",
      icon: RefreshCw,
      enabled: !empty,
      run: () => void actions.check(),
    },
    {
      id: "memory.copies",
      title: (say) => say("commands.copies"),
      group: "documents",
      icon: CopyCheck,
      enabled: !empty,
      run: () => showCopies(null),
    },
    {
      id: "memory.stale",
      title: (say) => say("commands.stale"),
      group: "documents",
      icon: FileClock,
      enabled: !empty,
      run: () => {
        setTab("documents");
        memory.narrow({ state: "stale", trust: null });
      },
    },
  ]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line/60 pr-3 pl-4 sm:pl-6">
        <h1 className="font-medium">{t("title")}</h1>
        <p className="hidden min-w-0 flex-1 truncate text-small text-ink-faint tabular-nums sm:block">
          {overview !== null &&
            overview.documents > 0 &&
            t("summary", { count: overview.documents, documents: formatNumber(overview.documents), size: formatBytes(overview.bytes) })}
        </p>
        <span className="flex-1 sm:hidden" />
        <Segmented
          label={t("tabs.label")}
          value={tab}
          onChange={(next) => (next === "copies" ? showCopies(null) : setTab(next))}
          options={[
            { value: "documents", label: t("tabs.documents") },
            { value: "copies", label: t("tabs.copies") },
          ]}
        />
      </header>
      {problem !== null && (
        <div className="px-4 pt-4 sm:px-6">
          <Notice tone="danger" title={errorText(problem).title}>
            {errorText(problem).text}
          </Notice>
        </div>
      )}
      {(overview === null || !loaded) && problem === null && <Skeleton />}
      {empty && <EmptyMemory />}
      {overview !== null && loaded && !empty && tab === "copies" && <CopiesTab actions={actions} about={copiesOf} />}
      {overview !== null && loaded && !empty && tab === "documents" && (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <div className="@container flex shrink-0 flex-col gap-3 px-4 pt-4 pb-2 sm:px-6">
            <RemainsNotice />
            <OverviewCards overview={overview} narrowing={state} onNarrow={memory.narrow} onCopies={() => showCopies(null)} />
            <EntryToolbar selected={present} onClear={() => setSelected(new Set())} actions={actions} />
          </div>
          {entries.length === 0 ? (
            <EmptyState
              icon={SearchX}
              title={t("none.title")}
              text={t("none.text")}
              action={<Button onClick={() => memory.narrow({ filter: "", state: null, trust: null })}>{t("none.clear")}</Button>}
            />
          ) : (
            <EntryTable
              entries={entries}
              total={state.total}
              selected={selected}
              onSelect={setSelected}
              actions={actions}
              onAbout={setAbout}
              onCopies={showCopies}
              onEnd={() => void memory.readMore()}
            />
          )}
          <p className="shrink-0 border-t border-line/60 px-4 py-2 text-small text-ink-faint sm:px-6 [@media(max-height:640px)]:hidden">
            {t("explain")}{" "}
            <a className="text-accent underline underline-offset-2" href={hrefOf({ screen: "library" })}>
              {t("toLibrary")}
            </a>
          </p>
        </div>
      )}
      {documentId !== null && <AboutDialog documentId={documentId} actions={actions} onClose={() => setAbout(null)} />}
    </div>
  );
};

/** What is remembered, where from, whose word it is; and a way to correct and forget it. */
export const MemoryScreen = (props: MemoryScreenProps) => (
  <MemoryContext value={useFollowedMemory()}>
    <Page {...props} />
  </MemoryContext>
);
