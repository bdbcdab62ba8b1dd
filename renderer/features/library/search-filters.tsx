import { FolderSearch } from "lucide-react";
import { documentKindSchema } from "#core/documents/schema";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Select } from "../../ui/select.tsx";
import type { Period, SearchForm } from "./search.ts";

const periods: readonly Period[] = ["any", "week", "month", "year"];

interface SearchFiltersProps {
  readonly form: SearchForm;
  readonly onChange: (form: SearchForm) => void;
}

export const SearchFilters = ({ form, onChange }: SearchFiltersProps) => {
  const t = useTexts("library");
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <div role="group" aria-label={t("search.kinds")} className="flex flex-wrap gap-1.5">
        {documentKindSchema.options.map((kind) => {
          const chosen = form.kinds.includes(kind);
          return (
            <button
              key={kind}
              type="button"
              aria-pressed={chosen}
              onClick={() => onChange({ ...form, kinds: chosen ? form.kinds.filter((other) => other !== kind) : [...form.kinds, kind] })}
              className={classNames(
                "h-7 rounded-full border px-3 text-note transition-colors duration-100",
                chosen ? "border-accent bg-accent-soft text-accent" : "border-line text-ink-soft hover:border-line-strong hover:text-ink",
              )}
            >
              {t(`kind.${kind}`)}
            </button>
          );
        })}
      </div>
      <span className="flex-1" />
      <label className="flex h-9 w-44 items-center gap-2 rounded-medium border border-line bg-surface px-3 shadow-low focus-within:border-line-strong">
        <FolderSearch aria-hidden size={15} className="shrink-0 text-ink-faint" />
        <input
          aria-label={t("search.path")}
          placeholder={t("search.path")}
          spellCheck={false}
          value={form.path}
          onChange={(event) => onChange({ ...form, path: event.target.value })}
          className="min-w-0 flex-1 bg-transparent outline-none"
        />
      </label>
      <Select<Period>
        label={t("search.period.label")}
        value={form.period}
        onChange={(period) => onChange({ ...form, period })}
        options={periods.map((value) => ({ value, label: t(`search.period.${value}`) }))}
      />
    </div>
  );
};
