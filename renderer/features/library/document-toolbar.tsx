import { Lock, RotateCw, Search, Trash2, X } from "lucide-react";
import { documentKindSchema, type DocumentKind } from "#core/documents/schema";
import type { DocumentId } from "#core/memory/schema";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import { useLibrary, useLibraryState } from "./use-library.ts";

interface DocumentToolbarProps {
  readonly selected: readonly DocumentId[];
  readonly onClear: () => void;
  readonly onForget: () => void;
  readonly onReread: () => void;
  readonly onPrivate: () => void;
}

const Selection = ({ selected, onClear, onForget, onReread, onPrivate }: DocumentToolbarProps) => {
  const t = useTexts("library");
  return (
    <div className="flex h-9 flex-1 animate-appear items-center gap-2">
      <IconButton icon={X} size="small" label={t("action.clear")} onClick={onClear} />
      <span className="flex-1 font-medium tabular-nums">{t("selected", { count: selected.length })}</span>
      <Button size="small" onClick={onPrivate}>
        <Lock aria-hidden size={13} />
        {t("private.set")}
      </Button>
      <Button size="small" onClick={onReread}>
        <RotateCw aria-hidden size={13} />
        {t("action.reread")}
      </Button>
      <Button size="small" tone="danger" onClick={onForget}>
        <Trash2 aria-hidden size={13} />
        {t("action.forget")}
      </Button>
    </div>
  );
};

export const DocumentToolbar = (props: DocumentToolbarProps) => {
  const t = useTexts("library");
  const library = useLibrary();
  const { filter, kind, total, documents } = useLibraryState((state) => state);
  const narrowed = filter !== "" || kind !== null;
  return (
    <div className="flex shrink-0 items-center gap-2 px-4 pt-4 pb-2 sm:px-6">
      {props.selected.length > 0 ? (
        <Selection {...props} />
      ) : (
        <>
          <label className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-medium border border-line bg-surface px-3 shadow-low focus-within:border-line-strong sm:max-w-80">
            <Search aria-hidden size={15} className="shrink-0 text-ink-faint" />
            <input
              type="search"
              aria-label={t("filter.label")}
              placeholder={t("filter.placeholder")}
              value={filter}
              onChange={(event) => library.narrow({ filter: event.target.value })}
              className="min-w-0 flex-1 bg-transparent outline-none"
            />
          </label>
          <Select<DocumentKind | "all">
            label={t("filter.kind")}
            value={kind ?? "all"}
            onChange={(next) => library.narrow({ kind: next === "all" ? null : next })}
            options={[
              { value: "all", label: t("filter.allKinds") },
              ...documentKindSchema.options.map((value) => ({ value, label: t(`kind.${value}`) })),
            ]}
          />
          {narrowed && documents.length > 0 && (
            <span className="ml-auto text-small text-ink-faint tabular-nums">
              {t("table.shown", { shown: formatNumber(documents.length), total: formatNumber(total) })}
            </span>
          )}
        </>
      )}
    </div>
  );
};
