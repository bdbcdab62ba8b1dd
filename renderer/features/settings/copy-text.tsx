import { CopyButton } from "../../ui/copy-button.tsx";
import { useTexts } from "../../ui/i18n.ts";

/** A path or a name one wants to have elsewhere. */
export const CopyText = ({ text }: { readonly text: string }) => {
  const t = useTexts("settings");
  return (
    <div className="flex items-center gap-2 rounded-medium bg-sunken py-1.5 pr-1.5 pl-3.5">
      <code className="min-w-0 flex-1 font-mono text-note wrap-anywhere select-text">{text}</code>
      <CopyButton text={text} label={t("data.copy")} doneLabel={t("data.copied")} />
    </div>
  );
};
