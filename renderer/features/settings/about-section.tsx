import { useCallback } from "react";
import { useClient } from "../../bridge/index.ts";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { SettingSection } from "./setting-row.tsx";
import { useRemote } from "./use-remote.ts";

export const AboutSection = () => {
  const t = useTexts("settings");
  const client = useClient();
  const info = useRemote(useCallback((signal: AbortSignal) => client.system.info(undefined, { signal }), [client]));
  const rows =
    info.value === null
      ? []
      : ([
          ["version", info.value.version],
          ["host", t(`about.hosts.${info.value.host}`)],
          ["platform", info.value.platform],
          ["started", formatTime(info.value.startedAtMs)],
          ["license", "MIT"],
        ] as const);
  return (
    <SettingSection title={t("section.about")} text={t("about.text")}>
      <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-4 gap-y-2 py-4">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{t(`about.${name}`)}</dt>
            <dd className="wrap-anywhere select-text">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="py-4 text-note text-ink-soft">{t("about.promise")}</p>
    </SettingSection>
  );
};
