import { useEffect, useState } from "react";
import type { ShellState } from "#core/contract";
import { follow, useBridge, type ShellClient } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { KeyRecorder } from "./key-recorder.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";
import { UpdateRow } from "./update-row.tsx";

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

const OnOff = ({ label, on, onChange }: SwitchProps) => {
  const t = useTexts("settings");
  return (
    <Segmented
      label={label}
      value={on ? "on" : "off"}
      onChange={(value) => onChange(value === "on")}
      options={[
        { value: "on", label: t("desktop.on") },
        { value: "off", label: t("desktop.off") },
      ]}
    />
  );
};

const useShellState = (shell: ShellClient | null): ShellState | null => {
  const [state, setState] = useState<ShellState | null>(null);
  useEffect(() => {
    if (shell === null) return;
    const controller = new AbortController();
    void follow((signal) => shell.watch(undefined, { signal }), setState, controller.signal);
    return () => controller.abort();
  }, [shell]);
  return state;
};

/** How the desktop app sits in the system: its key, its tray, its start and its updates. */
export const DesktopSection = () => {
  const t = useTexts("settings");
  const { shell } = useBridge();
  const saved = useSaved();
  const { closeToTray, looksForUpdates, quickPromptKey } = useSettings();
  const state = useShellState(shell);
  if (shell === null)
    return (
      <SettingSection title={t("section.desktop")}>
        <p className="py-4 text-note text-ink-soft">{t("desktop.browser")}</p>
      </SettingSection>
    );
  if (state === null) return <></>;
  const { hasTray, hotkey, startsAtLogin, takenBack, update } = state;
  return (
    <SettingSection title={t("section.desktop")}>
      {takenBack !== null && (
        <div className="py-4">
          <Notice tone="warning" title={t("desktop.takenBack", { version: takenBack })}>
            {t("desktop.takenBackText")}
          </Notice>
        </div>
      )}
      <SettingRow
        title={t("desktop.key")}
        text={t("desktop.keyText")}
        below={
          hotkey.state === "on" || hotkey.state === "off" ? undefined : (
            <Notice tone={hotkey.state === "portal" ? "info" : "warning"} title={t(`desktop.keyState.${hotkey.state}`)}>
              {t(`desktop.keyHelp.${hotkey.state}`)}
            </Notice>
          )
        }
      >
        <KeyRecorder accelerator={quickPromptKey} onChange={(next) => void saved.update({ quickPromptKey: next })} />
      </SettingRow>
      <SettingRow title={t("desktop.tray")} text={t(hasTray ? "desktop.trayText" : "desktop.trayMissing")}>
        {hasTray && <OnOff label={t("desktop.tray")} on={closeToTray} onChange={(on) => void saved.update({ closeToTray: on })} />}
      </SettingRow>
      <SettingRow title={t("desktop.login")} text={t(startsAtLogin === null ? "desktop.loginMissing" : "desktop.loginText")}>
        {startsAtLogin !== null && (
          <OnOff label={t("desktop.login")} on={startsAtLogin} onChange={(enabled) => void shell.setLoginItem({ enabled })} />
        )}
      </SettingRow>
      <UpdateRow update={update} shell={shell} />
      {update.type !== "unsupported" && (
        <SettingRow title={t("desktop.look")} text={t("desktop.lookText")}>
          <OnOff label={t("desktop.look")} on={looksForUpdates} onChange={(on) => void saved.update({ looksForUpdates: on })} />
        </SettingRow>
      )}
    </SettingSection>
  );
};
