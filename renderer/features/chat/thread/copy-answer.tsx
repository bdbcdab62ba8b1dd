import { ChevronDown } from "lucide-react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { showToast } from "../../../ui/toast-store.ts";

interface CopyAnswerProps {
  readonly markdown: string;
  /** The words as they are seen. */
  readonly plain: () => string;
}

/** Copies an answer as it was written; the menu also without the marks of writing. */
export const CopyAnswer = ({ markdown, plain }: CopyAnswerProps) => {
  const t = useTexts("chat");
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => showToast({ title: t("message.copied") }),
      () => showToast({ title: t("message.notCopied"), tone: "danger" }),
    );
  return (
    <span className="inline-flex shrink-0">
      <CopyButton text={markdown} label={t("message.copy")} doneLabel={t("message.copied")} />
      <Menu
        align="start"
        trigger={<IconButton icon={ChevronDown} size="small" label={t("message.copyAs")} className="-ml-1 w-6!" />}
        entries={[
          { label: t("message.copyMarkdown"), onSelect: () => copy(markdown) },
          { label: t("message.copyPlain"), onSelect: () => copy(plain()) },
        ]}
      />
    </span>
  );
};
