import { useTexts } from "../../ui/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { LookCards } from "./look-cards.tsx";
import { LookSample } from "./look-sample.tsx";
import { SettingRow, SettingSection } from "./setting-row.tsx";
import { useSaved, useSettings } from "./settings-context.ts";

/** How Olympus looks, moves and speaks. All of it holds at once, in every window. */
export const LookSection = () => {
  const t = useTexts("settings");
  const saved = useSaved();
  const { contrast, language, motion, theme } = useSettings();
  return (
    <SettingSection title={t("look.title")}>
      <SettingRow
        title={t("look.theme")}
        text={t("look.themeText")}
        below={<LookCards value={theme} onChange={(next) => void saved.update({ theme: next })} />}
      />
      <SettingRow title={t("look.contrast")} text={t("look.contrastText")} below={<LookSample />}>
        <Segmented
          label={t("look.contrast")}
          value={contrast}
          onChange={(next) => void saved.update({ contrast: next })}
          options={(["system", "normal", "more"] as const).map((value) => ({ value, label: t(`look.contrasts.${value}`) }))}
        />
      </SettingRow>
      <SettingRow title={t("look.motion")} text={t("look.motionText")}>
        <Segmented
          label={t("look.motion")}
          value={motion}
          onChange={(next) => void saved.update({ motion: next })}
          options={(["system", "reduced"] as const).map((value) => ({ value, label: t(`look.motions.${value}`) }))}
        />
      </SettingRow>
      <SettingRow title={t("look.language")} text={t("look.languageText")}>
        <Select
          label={t("look.language")}
          className="min-w-36"
          value={language}
          onChange={(next) => void saved.update({ language: next })}
          options={(["system", "en", "de"] as const).map((value) => ({ value, label: t(`look.languages.${value}`) }))}
        />
      </SettingRow>
    </SettingSection>
  );
};
