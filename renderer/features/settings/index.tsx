import { Check, CircleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useClient } from "../../bridge/index.ts";
import { classNames } from "../../ui/class-names.ts";
import { errorText } from "../../ui/error-text.ts";
import { addTexts, useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { settingsSections, type SettingsSection } from "../../ui/settings-sections.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { AboutSection } from "./about-section.tsx";
import { ActingSection } from "./acting-section.tsx";
import { DataSection } from "./data-section.tsx";
import { DesktopSection } from "./desktop-section.tsx";
import { EmbeddingSection } from "./embedding-section.tsx";
import en from "./en.json";
import { GeneralSection } from "./general-section.tsx";
import { KeyboardSection } from "./keyboard-section.tsx";
import { ProgramsSection } from "./programs-section.tsx";
import { ProvidersSection } from "./providers-section.tsx";
import { createSavedSettings } from "./saved-settings.ts";
import { SettingsContext, useSaved } from "./settings-context.ts";
import { useSection } from "./use-section.ts";

addTexts("settings", en);

export { AddProvider } from "./add-provider.tsx";
export { KeyList } from "./key-list.tsx";

const screens: Record<SettingsSection, () => React.JSX.Element> = {
  general: GeneralSection,
  keyboard: KeyboardSection,
  models: ProvidersSection,
  embedding: EmbeddingSection,
  acting: ActingSection,
  programs: ProgramsSection,
  desktop: DesktopSection,
  data: DataSection,
  about: AboutSection,
};

/** Says whether what was changed is kept. */
const SaveState = () => {
  const t = useTexts("settings");
  const saving = useStore(useSaved().store, (state) => state.saving);
  return (
    <p role="status" data-testid="save-state" className="flex items-center gap-1.5 text-small text-ink-faint">
      {saving === "saving" && <Spinner />}
      {saving === "saved" && <Check aria-hidden size={14} className="text-accent" />}
      {saving === "failed" && <CircleAlert aria-hidden size={14} className="text-danger" />}
      {t(`saving.${saving}`)}
    </p>
  );
};

const Body = ({ section }: { readonly section: SettingsSection }) => {
  const { loaded, problem } = useStore(useSaved().store);
  const Screen = screens[section];
  if (!loaded) return null;
  return (
    <>
      {problem !== null && (
        <div className="mb-6">
          <Notice tone="danger" title={errorText(problem).title}>
            {errorText(problem).text}
          </Notice>
        </div>
      )}
      <Screen />
    </>
  );
};

export const SettingsScreen = () => {
  const t = useTexts("settings");
  const client = useClient();
  const section = useSection();
  const [saved] = useState(() => createSavedSettings(client));
  useEffect(() => {
    const controller = new AbortController();
    void saved.follow(controller.signal);
    return () => controller.abort();
  }, [saved]);
  return (
    <SettingsContext value={saved}>
      <div className="flex h-full min-h-0 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line/60 px-4 sm:px-6">
          <h1 className="flex-1 font-medium">{t("title")}</h1>
          <SaveState />
        </header>
        <div className="@container min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto flex max-w-240 flex-col gap-x-12 px-4 pt-6 pb-16 sm:px-6 @3xl:flex-row">
            <nav
              aria-label={t("sections")}
              className="mb-6 flex shrink-0 flex-wrap gap-1 @3xl:sticky @3xl:top-6 @3xl:mb-0 @3xl:w-44 @3xl:flex-col @3xl:self-start"
            >
              {settingsSections.map((name) => (
                <a
                  key={name}
                  href={hrefOf({ screen: "settings", section: name })}
                  aria-current={name === section ? "page" : undefined}
                  className={classNames(
                    "rounded-medium px-3 py-1.5 transition-colors duration-100",
                    name === section ? "bg-active font-medium text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
                  )}
                >
                  {t(`section.${name}`)}
                </a>
              ))}
            </nav>
            <div className="min-w-0 flex-1">
              <Body section={section} />
            </div>
          </div>
        </div>
      </div>
    </SettingsContext>
  );
};
