import { Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";
import { useRemote } from "./use-remote.ts";

const bytesPerGigabyte = 1024 ** 3;

interface ConfirmProps {
  readonly usedBytes: number;
  readonly onEmptied: () => void;
  readonly onClose: () => void;
}

const ConfirmEmpty = ({ usedBytes, onEmptied, onClose }: ConfirmProps) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const empty = async () => {
    setBusy(true);
    const emptied = await attempt(client.workspaces.emptyUndoStorage());
    setBusy(false);
    if (!emptied.ok) return void showToast({ tone: "danger", ...errorText(emptied.error) });
    showToast({ title: t("undo.emptied", { size: formatBytes(emptied.value.freedBytes), count: emptied.value.runCount }) });
    onEmptied();
  };
  return (
    <Dialog
      open
      width="small"
      onClose={onClose}
      title={t("undo.emptyTitle")}
      description={t("undo.emptyText", { size: formatBytes(usedBytes) })}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {shared("cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void empty()}>
            {t("undo.emptyConfirm")}
          </Button>
        </>
      }
    />
  );
};

/** What is kept so that runs can be undone: how much, how long, and the way to let go of it. */
export const UndoStorage = () => {
  const t = useTexts("settings");
  const client = useClient();
  const saved = useSaved();
  const { undoKeepDays, undoQuotaBytes } = useSettings();
  const [asking, setAsking] = useState(false);
  const storage = useRemote(useCallback((signal: AbortSignal) => client.workspaces.undoStorage(undefined, { signal }), [client]));
  const usedBytes = storage.value?.usedBytes ?? null;
  const used = usedBytes === null ? "" : t("undo.used", { used: formatBytes(usedBytes), quota: formatBytes(undoQuotaBytes) });
  const wrong = storage.problem === null ? null : errorText(storage.problem);
  return (
    <SettingSection title={t("undo.title")} text={t("undo.text")}>
      <SettingRow
        title={t("undo.usedTitle")}
        text={used}
        below={
          wrong === null ? (
            <ProgressBar label={used} share={usedBytes === null ? 0 : usedBytes / undoQuotaBytes} />
          ) : (
            <Notice tone="danger" title={wrong.title}>
              {wrong.text}
            </Notice>
          )
        }
      >
        <Button disabled={usedBytes === null || usedBytes === 0} onClick={() => setAsking(true)}>
          <Trash2 aria-hidden size={14} />
          {t("undo.empty")}
        </Button>
      </SettingRow>
      <SettingRow title={t("undo.quota")} text={t("undo.quotaText")}>
        <NumberStepper
          label={t("undo.quota")}
          value={Math.max(1, Math.round(undoQuotaBytes / bytesPerGigabyte))}
          min={1}
          max={10_240}
          step={1}
          unit="GB"
          onChange={(next) => void saved.update({ undoQuotaBytes: next * bytesPerGigabyte }).then(storage.reload)}
        />
      </SettingRow>
      <SettingRow title={t("undo.days")} text={t("undo.daysText")}>
        <NumberStepper
          label={t("undo.days")}
          value={undoKeepDays}
          min={1}
          max={3650}
          step={1}
          unit={t("undo.daysUnit", { count: undoKeepDays })}
          onChange={(next) => void saved.update({ undoKeepDays: next }).then(storage.reload)}
        />
      </SettingRow>
      {asking && usedBytes !== null && (
        <ConfirmEmpty
          usedBytes={usedBytes}
          onClose={() => setAsking(false)}
          onEmptied={() => {
            setAsking(false);
            storage.reload();
          }}
        />
      )}
    </SettingSection>
  );
};
