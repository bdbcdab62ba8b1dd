import { Braces, FileText, FileType, Globe, Hash, Sheet, TextAlignStart, type LucideIcon } from "lucide-react";
import type { DocumentKind } from "#core/documents/schema";
import { useTexts } from "../../ui/i18n.ts";

const icons: Record<DocumentKind, LucideIcon> = {
  pdf: FileText,
  docx: FileType,
  markdown: Hash,
  html: Globe,
  text: TextAlignStart,
  csv: Sheet,
  code: Braces,
};

export const KindIcon = ({ kind }: { readonly kind: DocumentKind }) => {
  const t = useTexts("library");
  const Icon = icons[kind];
  return (
    <span className="grid size-8 shrink-0 place-items-center rounded-medium bg-active text-ink-soft" title={t(`kind.${kind}`)}>
      <Icon role="img" aria-label={t(`kind.${kind}`)} size={15} strokeWidth={1.75} />
    </span>
  );
};
