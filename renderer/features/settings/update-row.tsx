import type { UpdateState } from "#core/contract";
import type { ShellClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { SettingRow } from "./setting-row.tsx";

interface UpdateRowProps {
  readonly update: UpdateState;
  readonly shell: ShellClient;
}

/** One step at a time, each after the person's word: look, download, install. */
export const UpdateRow = ({ update, shell }: UpdateRowProps) => {
  const t = useTexts("settings");
  const values = {
    version: "version" in update ? update.version : "",
    share: "share" in update ? Math.round(update.share * 100) : 0,
    reason: "reason" in update ? update.reason : "",
  };
  return (
    <SettingRow title={t("desktop.update")} text={t(`desktop.updates.${update.type}`, values)}>
      {(update.type === "quiet" || update.type === "failed") && (
        <Button onClick={() => void shell.checkForUpdate()}>{t("desktop.check")}</Button>
      )}
      {update.type === "available" && <Button onClick={() => void shell.downloadUpdate()}>{t("desktop.download")}</Button>}
      {update.type === "ready" && (
        <Button tone="primary" onClick={() => void shell.installUpdate()}>
          {t("desktop.install")}
        </Button>
      )}
    </SettingRow>
  );
};
