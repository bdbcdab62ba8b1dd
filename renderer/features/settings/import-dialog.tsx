import { CircleCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { TransferPreview, TransferReport } from "#core/transfer/schema";
import { useBridge } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { hrefOf } from "../../ui/route.ts";
import { flawWords } from "./flaw-words.ts";
import { createImporting, type ImportState } from "./importing.ts";

const Preview = ({ preview }: { readonly preview: TransferPreview }) => {
  const t = useTexts("settings");
  const { conversationCount, damagedCount, examples, format, knownCount, messageCount, newestAtMs, oldestAtMs } = preview;
  const facts = [
    [t("transfer.format"), t(`transfer.formats.${format}`)],
    [t("transfer.conversations"), formatNumber(conversationCount)],
    [t("transfer.messages"), formatNumber(messageCount)],
    ...(oldestAtMs === null || newestAtMs === null
      ? []
      : [[t("transfer.time"), t("transfer.fromTo", { from: formatDate(oldestAtMs), to: formatDate(newestAtMs) })]]),
  ];
  const newCount = conversationCount - knownCount;
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {examples.length > 0 && (
        <div>
          <h3 className="text-small font-medium text-ink-soft">{t("transfer.examples")}</h3>
          <ul className="mt-1 flex flex-col gap-0.5">
            {examples.map((title, position) => (
              <li key={position} className="truncate">
                {title}
              </li>
            ))}
          </ul>
        </div>
      )}
      {knownCount > 0 && (
        <Notice tone="info" title={t(newCount === 0 ? "transfer.allKnown" : "transfer.known", { count: knownCount })}>
          {t("transfer.knownText")}
        </Notice>
      )}
      {damagedCount > 0 && (
        <Notice tone="warning" title={t("transfer.damaged", { count: damagedCount })}>
          {t("transfer.damagedText")}
        </Notice>
      )}
    </div>
  );
};

const Damage = ({ report }: { readonly report: TransferReport }) => {
  const t = useTexts("settings");
  if (report.damagedCount === 0) return null;
  return (
    <details className="rounded-medium border border-line px-3.5 py-2.5">
      <summary className="cursor-pointer font-medium">{t("transfer.damaged", { count: report.damagedCount })}</summary>
      <ul className="mt-2 flex max-h-48 flex-col gap-1.5 overflow-y-auto text-note">
        {report.damaged.map((entry, position) => (
          <li key={position}>
            <span className="font-medium wrap-anywhere">{entry.title === "" ? t("transfer.untitled") : entry.title}</span>
            <span className="text-ink-soft">
              {" "}
              {flawWords(t, entry)} {t(entry.isKept ? "transfer.kept" : "transfer.notKept")}
            </span>
          </li>
        ))}
      </ul>
      {report.damagedCount > report.damaged.length && (
        <p className="mt-2 text-small text-ink-faint">
          {t("transfer.moreDamaged", { count: report.damagedCount - report.damaged.length })}
        </p>
      )}
    </details>
  );
};

const Sum = ({ report }: { readonly report: TransferReport }) => {
  const t = useTexts("settings");
  return (
    <p className="text-ink-soft">
      {t("transfer.added", { count: report.added })}
      {report.known > 0 && ` ${t("transfer.leftAsIs", { count: report.known })}`}
    </p>
  );
};

const Working = ({ label, share, text }: { readonly label: string; readonly share: number | null; readonly text?: string }) => (
  <div className="py-2">
    <p role="status" className="mb-2 text-ink-soft">
      {label}
    </p>
    <ProgressBar label={label} share={share} />
    {text !== undefined && <p className="mt-2 h-5 truncate text-note text-ink-faint">{text}</p>}
  </div>
);

const Body = ({ state }: { readonly state: ImportState }) => {
  const t = useTexts("settings");
  switch (state.type) {
    case "sending":
      return <Working label={t("transfer.sending")} share={state.share} />;
    case "reading":
      return <Working label={t("transfer.reading")} share={null} />;
    case "preview":
      return <Preview preview={state.preview} />;
    case "running": {
      const { doneCount, title, totalCount } = state;
      const label =
        totalCount === 0
          ? t("transfer.reading")
          : t("transfer.running", { done: formatNumber(doneCount), total: formatNumber(totalCount) });
      return <Working label={label} share={totalCount === 0 ? null : doneCount / totalCount} text={title} />;
    }
    case "done":
      return (
        <div className="flex flex-col gap-4">
          <div role="status" className="flex items-start gap-3">
            <CircleCheck aria-hidden size={18} className="mt-0.5 shrink-0 text-accent" />
            <div>
              <p className="font-medium">{t(state.report.added === 0 ? "transfer.nothingNew" : "transfer.done")}</p>
              <Sum report={state.report} />
            </div>
          </div>
          <Damage report={state.report} />
        </div>
      );
    case "failed": {
      const words = errorText(state.error);
      return (
        <div className="flex flex-col gap-4">
          <Notice tone="danger" title={words.title}>
            {words.text}
          </Notice>
          {state.report !== null && state.report.added + state.report.known > 0 && <Sum report={state.report} />}
          {state.report !== null && <Damage report={state.report} />}
        </div>
      );
    }
  }
};

/** A file of conversations: what is in it, then its way in, then what became of it. */
export const ImportDialog = ({ file, onClose }: { readonly file: File; readonly onClose: () => void }) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const bridge = useBridge();
  const [importing] = useState(() => createImporting(bridge, file));
  const state = useStore(importing.store);
  useEffect(() => {
    void importing.look();
  }, [importing]);
  const close = () => {
    importing.stop();
    onClose();
  };
  const ended = state.type === "done" || state.type === "failed";
  return (
    <Dialog
      open
      onClose={close}
      title={t("transfer.importTitle")}
      description={file.name}
      footer={
        <>
          {ended ? (
            <>
              {state.type === "done" && (
                <Button asChild>
                  <a href={hrefOf({ screen: "search" })}>{t("transfer.find")}</a>
                </Button>
              )}
              <Button tone="primary" onClick={close}>
                {shared("close")}
              </Button>
            </>
          ) : (
            <Button onClick={state.type === "running" ? importing.stop : close}>
              {state.type === "running" ? t("transfer.stop") : shared("cancel")}
            </Button>
          )}
          {state.type === "preview" && (
            <Button
              tone="primary"
              disabled={state.preview.conversationCount === state.preview.knownCount}
              onClick={() => void importing.take()}
            >
              {t("transfer.take", { count: state.preview.conversationCount - state.preview.knownCount })}
            </Button>
          )}
        </>
      }
    >
      <Body state={state} />
    </Dialog>
  );
};
