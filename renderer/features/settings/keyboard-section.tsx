import { useTexts } from "../../ui/i18n.ts";
import { KeyList } from "./key-list.tsx";
import { SettingSection } from "./setting-row.tsx";

export const KeyboardSection = () => {
  const t = useTexts("settings");
  return (
    <SettingSection title={t("section.keyboard")} text={t("keyboard.text")}>
      <div className="pt-3">
        <KeyList />
      </div>
    </SettingSection>
  );
};
