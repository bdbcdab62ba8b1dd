import { useTexts } from "../../ui/i18n.ts";

/** A little of everything that the choices above change. */
export const LookSample = () => {
  const t = useTexts("settings");
  return (
    <div aria-hidden className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-medium border border-line bg-surface px-4 py-3">
      <span className="min-w-48 flex-1">
        <span className="block">{t("look.sample")}</span>
        <span className="block text-note text-ink-faint">{t("look.sampleSoft")}</span>
      </span>
      <span data-selected="true" className="rounded-medium bg-active px-2.5 py-1 text-note">
        {t("look.sampleChosen")}
      </span>
      <span className="rounded-medium bg-accent px-3 py-1.5 text-note font-medium text-accent-ink outline-2 outline-offset-2 outline-focus">
        {t("look.sampleButton")}
      </span>
    </div>
  );
};
