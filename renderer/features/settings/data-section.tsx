import { CircleAlert, CircleCheck, RotateCw } from "lucide-react";
import { useCallback } from "react";
import { useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { Backups } from "./backups.tsx";
import { CopyText } from "./copy-text.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { TransferSection } from "./transfer-section.tsx";
import { useRemote } from "./use-remote.ts";

const Place = () => {
  const t = useTexts("settings");
  const client = useClient();
  const info = useRemote(useCallback((signal: AbortSignal) => client.system.info(undefined, { signal }), [client]));
  return (
    <SettingRow
      title={t("data.folder")}
      text={t("data.folderText")}
      below={info.value === null ? undefined : <CopyText text={info.value.dataDir} />}
    />
  );
};

const Schema = () => {
  const t = useTexts("settings");
  const client = useClient();
  const status = useRemote(useCallback((signal: AbortSignal) => client.system.migrations(undefined, { signal }), [client]));
  if (status.value === null) return null;
  const { applied, latest, steps } = status.value;
  return (
    <SettingRow
      title={t("data.schema")}
      text={t(applied === latest ? "data.schemaCurrent" : "data.schemaBehind", { applied, latest })}
      below={
        <details>
          <summary className="w-fit rounded-small text-note text-ink-soft hover:text-ink">{t("data.schemaAll")}</summary>
          <ol className="mt-2 flex flex-col gap-1 text-note text-ink-soft">
            {steps.map(({ version, name, appliedAtMs }) => (
              <li key={version} className="flex gap-3">
                <span className="w-6 text-right text-ink-faint tabular-nums">{version}</span>
                <span className="flex-1">{name}</span>
                <span className="text-small text-ink-faint">{appliedAtMs === null ? t("data.notApplied") : formatTime(appliedAtMs)}</span>
              </li>
            ))}
          </ol>
        </details>
      }
    />
  );
};

const Checks = () => {
  const t = useTexts("settings");
  const client = useClient();
  const checks = useRemote(useCallback((signal: AbortSignal) => client.system.doctor(undefined, { signal }), [client]));
  const bad = checks.value?.filter(({ ok }) => !ok).length ?? 0;
  return (
    <SettingSection
      title={t("data.checks")}
      text={checks.value === null ? t("data.checksText") : bad === 0 ? t("data.checksWell") : t("data.checksBad", { count: bad })}
      action={
        <Button size="small" busy={checks.busy} onClick={() => checks.reload()}>
          <RotateCw aria-hidden size={13} />
          {t("data.checkAgain")}
        </Button>
      }
    >
      {checks.problem !== null && (
        <Notice tone="danger" title={errorText(checks.problem).title}>
          {errorText(checks.problem).text}
        </Notice>
      )}
      <ul className="divide-y divide-line/60">
        {checks.value?.map(({ name, ok, detail }) => (
          <li key={name} className="flex items-start gap-3 py-2.5">
            {ok ? (
              <CircleCheck role="img" aria-label={t("data.well")} size={16} className="mt-[3px] shrink-0 text-accent" />
            ) : (
              <CircleAlert role="img" aria-label={t("data.unwell")} size={16} className="mt-[3px] shrink-0 text-danger" />
            )}
            <span className="w-40 shrink-0 font-medium">{name}</span>
            <span className="min-w-0 flex-1 text-note wrap-anywhere text-ink-soft">{detail}</span>
          </li>
        ))}
      </ul>
    </SettingSection>
  );
};

export const DataSection = () => {
  const t = useTexts("settings");
  return (
    <>
      <TransferSection />
      <SettingSection title={t("section.data")}>
        <Place />
        <Schema />
      </SettingSection>
      <Backups />
      <Checks />
    </>
  );
};
