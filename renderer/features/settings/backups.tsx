import { ShieldCheck } from "lucide-react";
import { useCallback, useState } from "react";
import type { Backup } from "#core/store/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { fileNameOf, formatBytes, formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { SettingSection } from "./setting-row.tsx";
import { useRemote } from "./use-remote.ts";

const BackupRow = ({ backup }: { readonly backup: Backup }) => {
  const t = useTexts("settings");
  const client = useClient();
  const [state, setState] = useState<"unknown" | "checking" | "whole" | "damaged">("unknown");
  const verify = async () => {
    setState("checking");
    const outcome = await attempt(client.backup.verify({ path: backup.path }));
    setState(outcome.ok ? "whole" : "damaged");
    if (!outcome.ok) showToast({ tone: "danger", ...errorText(outcome.error) });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{formatTime(backup.createdAtMs)}</span>
        <span className="block truncate text-small text-ink-faint" title={backup.path}>
          {fileNameOf(backup.path)} · {formatBytes(backup.sizeBytes)} · {t("data.backupVersion", { version: backup.schemaVersion })}
        </span>
      </span>
      {state === "whole" && <Badge tone="accent">{t("data.backupWhole")}</Badge>}
      {state === "damaged" && <Badge tone="danger">{t("data.backupDamaged")}</Badge>}
      <Button size="small" busy={state === "checking"} onClick={() => void verify()}>
        {t("data.backupVerify")}
      </Button>
    </li>
  );
};

export const Backups = () => {
  const t = useTexts("settings");
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const backups = useRemote(useCallback((signal: AbortSignal) => client.backup.list(undefined, { signal }), [client]));
  const create = async () => {
    setBusy(true);
    const outcome = await attempt(client.backup.create());
    setBusy(false);
    if (!outcome.ok) return void showToast({ tone: "danger", ...errorText(outcome.error) });
    showToast({ title: t("data.backupMade"), text: fileNameOf(outcome.value.path) });
    backups.reload();
  };
  return (
    <SettingSection
      title={t("data.backups")}
      text={t("data.backupsText")}
      action={
        <Button size="small" busy={busy} onClick={() => void create()}>
          <ShieldCheck aria-hidden size={14} />
          {t("data.backupCreate")}
        </Button>
      }
    >
      {backups.problem !== null && (
        <Notice tone="danger" title={errorText(backups.problem).title}>
          {errorText(backups.problem).text}
        </Notice>
      )}
      {backups.value?.length === 0 && <p className="py-3 text-note text-ink-faint">{t("data.backupsNone")}</p>}
      <ul className="divide-y divide-line/60">
        {backups.value?.map((backup) => (
          <BackupRow key={backup.path} backup={backup} />
        ))}
      </ul>
    </SettingSection>
  );
};
