import { Trash2 } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { MemoryEntry, Traces } from "#core/memory/schema";
import type { ClientError } from "../../bridge/index.ts";
import type { Result } from "#core/base/schema";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes, formatNumber, formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { stalenessOf } from "./entry-state.ts";
import { TracesList } from "./traces-list.tsx";
import { TrustMenu } from "./trust-menu.tsx";
import type { Actions } from "./use-actions.ts";
import { useMemory, useMemoryState } from "./use-memory.ts";

interface AboutDialogProps {
  readonly documentId: string;
  readonly actions: Actions;
  readonly onClose: () => void;
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-3 py-1.5">
    <dt className="text-note text-ink-faint">{name}</dt>
    <dd className="min-w-0 text-note wrap-anywhere">{children}</dd>
  </div>
);

const Facts = ({ entry, traces, actions }: { readonly entry: MemoryEntry; readonly traces: Traces; readonly actions: Actions }) => {
  const t = useTexts("memory");
  const staleness = stalenessOf(entry);
  return (
    <>
      <dl className="divide-y divide-line/60">
        <Fact name={t("about.path")}>
          <span className="font-mono text-small">{entry.path}</span>
        </Fact>
        <Fact name={t("about.cameBy")}>
          {t(`about.by.${entry.cameBy}`, { root: entry.root })}
          {entry.attached && <span className="block text-ink-soft">{t("about.attached")}</span>}
          {entry.origin !== null && <span className="block text-ink-soft">{t("about.origin", { address: entry.origin })}</span>}
        </Fact>
        <Fact name={t("about.trust")}>
          <TrustMenu entry={entry} onChange={(trust) => void actions.setTrust([entry.id], trust)} />
          <span className="mt-1 block text-ink-soft">{t(`reason.${entry.trustReason}`)}</span>
        </Fact>
        <Fact name={t("about.state")}>
          {t(staleness === null ? "state.freshText" : `state.${staleness}Text`, { title: entry.mergedInto?.title ?? "" })}
        </Fact>
        <Fact name={t("about.dates")}>
          {t("about.datesText", {
            added: formatTime(entry.addedAtMs),
            read: formatTime(entry.readAtMs),
            changed: formatTime(entry.modifiedAtMs),
          })}
        </Fact>
        <Fact name={t("about.used")}>
          {entry.lastUsedAtMs === null ? t("about.neverUsed") : t("about.usedAt", { time: formatTime(entry.lastUsedAtMs) })}
        </Fact>
        <Fact name={t("about.size")}>
          {t("about.sizeText", { count: entry.chunkCount, size: formatBytes(entry.sizeBytes), passages: formatNumber(entry.chunkCount) })}
        </Fact>
      </dl>
      <section className="mt-3 rounded-medium bg-sunken px-3.5 py-3 text-note text-ink-soft">
        <h3 className="mb-1 font-medium text-ink">{t("about.forgetTitle")}</h3>
        <p className="mb-1.5">{t(traces.ownCopies > 0 ? "about.forgetOwn" : "about.forgetText")}</p>
        <TracesList traces={traces} />
      </section>
    </>
  );
};

/** Everything known about one document, and what forgetting it would leave. */
export const AboutDialog = ({ documentId, actions, onClose }: AboutDialogProps) => {
  const t = useTexts("memory");
  const memory = useMemory();
  // What is shown follows the list: a class that is changed here changes there.
  const listed = useMemoryState(({ entries }) => entries.find(({ id }) => id === documentId));
  const [found, setFound] = useState<Result<{ readonly entry: MemoryEntry; readonly traces: Traces }, ClientError> | null>(null);
  useEffect(() => {
    let current = true;
    void memory.entry(documentId).then((outcome) => current && setFound(outcome));
    return () => {
      current = false;
    };
  }, [memory, documentId, listed]);
  return (
    <Dialog
      open
      onClose={onClose}
      title={found?.ok === true ? found.value.entry.title : t("about.title")}
      footer={
        <Button
          tone="danger"
          disabled={found?.ok !== true}
          onClick={() => {
            onClose();
            if (found?.ok === true) void actions.forget([found.value.entry.id]);
          }}
        >
          <Trash2 aria-hidden size={14} />
          {t("action.forget")}
        </Button>
      }
    >
      {found === null && (
        <p className="grid min-h-40 place-items-center text-ink-faint">
          <Spinner />
        </p>
      )}
      {found?.ok === true && <Facts {...found.value} actions={actions} />}
      {found?.ok === false && (
        <Notice tone="warning" title={errorText(found.error).title}>
          {errorText(found.error).text}
        </Notice>
      )}
    </Dialog>
  );
};
