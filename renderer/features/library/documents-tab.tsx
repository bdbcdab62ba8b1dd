import { SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import type { DocumentId } from "#core/memory/schema";
import type { BroughtFile } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { DocumentTable } from "./document-table.tsx";
import { DocumentToolbar } from "./document-toolbar.tsx";
import { EmbeddingLine } from "./embedding-line.tsx";
import { EmptyLibrary } from "./empty-library.tsx";
import { JobPanel } from "./job-panel.tsx";
import { SendingPanel } from "./sending-panel.tsx";
import { useLibrary, useLibraryState } from "./use-library.ts";

export const DocumentsTab = ({ onFiles }: { readonly onFiles: (files: readonly BroughtFile[]) => void }) => {
  const t = useTexts("library");
  const library = useLibrary();
  const state = useLibraryState((whole) => whole);
  const [selected, setSelected] = useState<ReadonlySet<DocumentId>>(new Set());
  // A document that went meanwhile is no longer selected.
  const present = useMemo(() => state.documents.filter(({ id }) => selected.has(id)).map(({ id }) => id), [state.documents, selected]);

  const mark = (places: Parameters<typeof library.setPrivate>[0], isPrivate: boolean) =>
    void library.setPrivate(places, isPrivate).then((problem) => {
      if (problem !== null) showToast({ tone: "danger", ...errorText(problem) });
      else
        showToast({
          title: t(isPrivate ? "private.done" : "private.undone"),
          text: t(isPrivate ? "private.doneText" : "private.undoneText"),
        });
    });

  const forget = async (documentIds: readonly DocumentId[]) => {
    setSelected(new Set());
    const outcome = await library.forget(documentIds);
    if (!outcome.ok) return void showToast({ tone: "danger", ...errorText(outcome.error) });
    const { forgotten, ticket, traces } = outcome.value;
    const takeBack = async () => {
      const back = await library.takeBack(ticket);
      if (!back.ok) showToast({ tone: "danger", ...errorText(back.error) });
    };
    showToast({
      title: t("forget.done", { count: forgotten }),
      text: t(traces.ownCopies > 0 ? "forget.textOwn" : "forget.text"),
      action: { label: t("forget.undo"), onSelect: () => void takeBack() },
    });
  };

  const narrowed = state.filter !== "" || state.kind !== null;
  const busy = state.jobs.length > 0 || state.sending !== null;
  const empty = state.loaded && state.total === 0 && !narrowed && state.problem === null;

  return (
    <div className="flex h-full min-h-0 flex-col">
      {busy && (
        <div className="flex max-h-[50%] shrink-0 flex-col gap-2 overflow-y-auto px-4 pt-4 sm:px-6">
          <SendingPanel />
          {state.jobs.map((job) => (
            <JobPanel key={job.id} job={job} />
          ))}
        </div>
      )}
      {state.problem !== null && (
        <div className="px-4 pt-4 sm:px-6">
          <Notice tone="danger" title={errorText(state.problem).title}>
            {errorText(state.problem).text}
          </Notice>
        </div>
      )}
      {!state.loaded && (
        <p className="grid flex-1 place-items-center text-ink-faint">
          <Spinner />
        </p>
      )}
      {empty && !busy && <EmptyLibrary onFiles={onFiles} />}
      {state.loaded && !empty && (
        <>
          <DocumentToolbar
            selected={present}
            onClear={() => setSelected(new Set())}
            onForget={() => void forget(present)}
            onPrivate={() => {
              mark(
                present.map((documentId) => ({ documentId })),
                true,
              );
              setSelected(new Set());
            }}
            onReread={() => {
              void library.reread(present);
              setSelected(new Set());
            }}
          />
          {state.documents.length === 0 && narrowed ? (
            <EmptyState
              icon={SearchX}
              title={t("none.title")}
              text={t("none.text")}
              action={<Button onClick={() => library.narrow({ filter: "", kind: null })}>{t("none.clear")}</Button>}
            />
          ) : (
            <DocumentTable
              documents={state.documents}
              selected={selected}
              onSelect={setSelected}
              onEnd={() => void library.readMore()}
              onForget={(id) => void forget([id])}
              onReread={(id) => void library.reread([id])}
              onPrivate={(documentId, isPrivate, root) => mark([root === null ? { documentId } : { root }], isPrivate)}
            />
          )}
        </>
      )}
      <EmbeddingLine />
    </div>
  );
};
