import { SearchX } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { abilityFilters, emptyFilter, filteredCatalogue, type AbilityFilter, type CatalogueFilter } from "./catalogue-filter.ts";
import { FindAddress } from "./find-address.tsx";
import { proposalOf } from "./guide.ts";
import { HardwareLine } from "./hardware-line.tsx";
import { HubCard } from "./hub-card.tsx";
import { useModelsState } from "./use-models.ts";

interface FilterBarProps {
  readonly filter: CatalogueFilter;
  readonly onChange: (filter: CatalogueFilter) => void;
}

const FilterBar = ({ filter, onChange }: FilterBarProps) => {
  const t = useTexts("models");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Input
        type="search"
        aria-label={t("find.search")}
        placeholder={t("find.search")}
        className="min-w-52 flex-1"
        value={filter.query}
        onChange={(event) => onChange({ ...filter, query: event.target.value })}
      />
      <Select<AbilityFilter>
        label={t("find.ability")}
        value={filter.ability}
        onChange={(ability) => onChange({ ...filter, ability })}
        options={abilityFilters.map((value) => ({ value, label: t(`find.abilities.${value}`) }))}
      />
      <label className="flex items-center gap-2 text-note text-ink-soft">
        <Checkbox label={t("find.fitting")} checked={filter.onlyFitting} onChange={(onlyFitting) => onChange({ ...filter, onlyFitting })} />
        {t("find.fitting")}
      </label>
    </div>
  );
};

/** The catalogue, and any other model by its address. */
export const FindTab = () => {
  const t = useTexts("models");
  const catalogue = useModelsState((state) => state.catalogue);
  const [filter, setFilter] = useState(emptyFilter);
  const suggestedId = proposalOf(catalogue ?? [])?.entry.model.id;
  const shown = filteredCatalogue(catalogue ?? [], filter);
  return (
    <>
      <HardwareLine />
      <FilterBar filter={filter} onChange={setFilter} />
      {catalogue === null ? (
        <p className="grid place-items-center py-16 text-ink-faint">
          <Spinner />
        </p>
      ) : shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("find.noneTitle")}
          text={t("find.noneText")}
          action={<Button onClick={() => setFilter(emptyFilter)}>{t("find.clear")}</Button>}
        />
      ) : (
        <ul aria-label={t("find.list")} className="mt-4 flex flex-col gap-3">
          {shown.map((entry) => (
            <HubCard key={entry.model.id} entry={entry} suggested={entry.model.id === suggestedId} />
          ))}
        </ul>
      )}
      <FindAddress />
    </>
  );
};
