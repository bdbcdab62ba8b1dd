import { FileInput, FolderOutput } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { filesOfDrop, useBridge, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useCommandsOf } from "../../ui/commands.ts";
import { DropArea } from "../../ui/drop-area.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { createExporting } from "./exporting.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";

const ExportRow = () => {
  const t = useTexts("settings");
  const client = useClient();
  const [exporting] = useState(() => createExporting(client));
  const state = useStore(exporting.store);
  useEffect(() => exporting.stop, [exporting]);
  const isRunning = state.type === "running";
  const start = () => void exporting.start();
  useCommandsOf("settings", [
    { id: "data.export", title: (text) => text("transfer.export"), group: "data", icon: FolderOutput, enabled: !isRunning, run: start },
  ]);
  const label = isRunning
    ? t("transfer.exporting", {
        done: formatNumber(state.doneCount),
        total: formatNumber(state.totalCount),
        size: formatBytes(state.sizeBytes),
      })
    : "";
  return (
    <SettingRow
      title={t("transfer.export")}
      text={t("transfer.exportText")}
      below={
        state.type === "idle" ? undefined : state.type === "running" ? (
          <>
            <p role="status" className="mb-1.5 text-note text-ink-soft">
              {label}
            </p>
            <ProgressBar label={label} share={state.totalCount === 0 ? null : state.doneCount / state.totalCount} />
          </>
        ) : state.type === "done" ? (
          <p role="status" className="text-note text-ink-soft">
            {t("transfer.exported", { name: state.fileName, size: formatBytes(state.sizeBytes) })}
          </p>
        ) : (
          <Notice tone="danger" title={errorText(state.error).title}>
            {errorText(state.error).text}
          </Notice>
        )
      }
    >
      {isRunning ? (
        <Button onClick={exporting.stop}>{t("transfer.stop")}</Button>
      ) : (
        <Button onClick={start}>
          <FolderOutput aria-hidden size={14} />
          {t("transfer.exportNow")}
        </Button>
      )}
    </SettingRow>
  );
};

/** Conversations in from files, and all of them out. */
export const TransferSection = () => {
  const t = useTexts("settings");
  const bridge = useBridge();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const choose = () => chooser.current?.click();
  useCommandsOf("settings", [
    { id: "data.import", title: (text) => text("transfer.importTitle"), group: "data", icon: FileInput, run: choose },
  ]);
  const take = async (transfer: DataTransfer) => {
    const [first] = await filesOfDrop(transfer, bridge.host);
    if (first !== undefined) setFile(first.file);
  };
  return (
    <DropArea
      icon={FileInput}
      title={t("transfer.drop")}
      text={t("transfer.dropText")}
      testId="transfer-drop"
      height="content"
      onDrop={(transfer) => void take(transfer)}
    >
      <SettingSection title={t("transfer.title")}>
        <SettingRow title={t("transfer.import")} text={t("transfer.importText")}>
          <Button onClick={choose}>
            <FileInput aria-hidden size={14} />
            {t("transfer.choose")}
          </Button>
          <input
            ref={chooser}
            type="file"
            hidden
            accept=".zip,.json,.md,.markdown"
            aria-label={t("transfer.choose")}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              event.target.value = "";
            }}
          />
        </SettingRow>
        <ExportRow />
      </SettingSection>
      {file !== null && <ImportDialog file={file} onClose={() => setFile(null)} />}
    </DropArea>
  );
};
