import { NumberStepper } from "../../ui/number-stepper.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { LookSection } from "./look-section.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";

const bytesPerMegabyte = 1024 * 1024;

export const GeneralSection = () => {
  const t = useTexts("settings");
  const saved = useSaved();
  const { passageCount, fileLimitBytes } = useSettings();
  return (
    <>
      <LookSection />
      <SettingSection title={t("general.answers")}>
        <SettingRow title={t("general.passages")} text={t("general.passagesText")}>
          <NumberStepper
            label={t("general.passages")}
            value={passageCount}
            min={1}
            max={20}
            step={1}
            onChange={(next) => void saved.update({ passageCount: next })}
          />
        </SettingRow>
        <SettingRow title={t("general.limit")} text={t("general.limitText")}>
          <NumberStepper
            label={t("general.limit")}
            value={Math.round(fileLimitBytes / bytesPerMegabyte)}
            min={10}
            max={2000}
            step={50}
            unit="MB"
            onChange={(next) => void saved.update({ fileLimitBytes: next * bytesPerMegabyte })}
          />
        </SettingRow>
      </SettingSection>
    </>
  );
};
