import { Lock, RefreshCw, RotateCw, Search, Trash2, X } from "lucide-react";
import type { DocumentId, TrustClass } from "#core/memory/schema";
import { Button } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Select } from "../../ui/select.tsx";
import type { Narrowing } from "./memory-state.ts";
import { trustLooks } from "./trust-menu.tsx";
import type { Actions } from "./use-actions.ts";
import { useMemory, useMemoryState } from "./use-memory.ts";

interface EntryToolbarProps {
  readonly selected: readonly DocumentId[];
  readonly onClear: () => void;
  readonly actions: Actions;
}

const Selection = ({ selected, onClear, actions }: EntryToolbarProps) => {
  const t = useTexts("memory");
  const then = (work: Promise<unknown>) => {
    void work;
    onClear();
  };
  const trustEntry = (trust: TrustClass) => ({
    label: t(`trust.${trust}`),
    icon: trustLooks[trust].icon,
    onSelect: () => then(actions.setTrust(selected, trust)),
  });
  return (
    <div className="flex min-h-9 flex-1 animate-appear flex-wrap items-center gap-2">
      <IconButton icon={X} size="small" label={t("action.clear")} onClick={onClear} />
      <span className="flex-1 font-medium tabular-nums">{t("selected", { count: selected.length })}</span>
      <Menu
        trigger={<Button size="small">{t("trust.menu")}</Button>}
        entries={[
          trustEntry("yours"),
          trustEntry("file"),
          trustEntry("foreign"),
          "line",
          { label: t("trust.unsay"), onSelect: () => then(actions.setTrust(selected, null)) },
        ]}
      />
      <Button size="small" onClick={() => then(actions.setPrivate(selected, true))}>
        <Lock aria-hidden size={13} />
        {t("private.set")}
      </Button>
      <Button size="small" onClick={() => then(actions.readAgain(selected))}>
        <RotateCw aria-hidden size={13} />
        {t("action.readAgain")}
      </Button>
      <Button size="small" tone="danger" onClick={() => then(actions.forget(selected))}>
        <Trash2 aria-hidden size={13} />
        {t("action.forget")}
      </Button>
    </div>
  );
};

const sorts = ["added", "used", "read", "title", "size"] as const;

export const EntryToolbar = (props: EntryToolbarProps) => {
  const t = useTexts("memory");
  const memory = useMemory();
  const { entries, filter, overview, sort, state, total, trust } = useMemoryState((whole) => whole);
  const narrowed = filter !== "" || state !== null || trust !== null;
  if (props.selected.length > 0) return <Selection {...props} />;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-2">
      <label className="flex h-9 min-w-40 flex-1 items-center gap-2 rounded-medium border border-line bg-surface px-3 shadow-low focus-within:border-line-strong sm:max-w-80">
        <Search aria-hidden size={15} className="shrink-0 text-ink-faint" />
        <input
          type="search"
          aria-label={t("filter.label")}
          placeholder={t("filter.placeholder")}
          value={filter}
          onChange={(event) => memory.narrow({ filter: event.target.value })}
          className="min-w-0 flex-1 bg-transparent outline-none"
        />
      </label>
      <Select<Narrowing["sort"]>
        label={t("sort.label")}
        value={sort}
        onChange={(next) => memory.narrow({ sort: next })}
        options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
      />
      {narrowed && (
        <Button tone="quiet" size="small" onClick={() => memory.narrow({ filter: "", state: null, trust: null })}>
          {t("filter.shown", { shown: formatNumber(total), total: formatNumber(overview?.documents ?? entries.length) })}
          <X aria-hidden size={13} />
          <span className="sr-only">{t("filter.clear")}</span>
        </Button>
      )}
      <span className="ml-auto flex items-center gap-2">
        {overview !== null && overview.checkedAtMs !== null && (
          <span className="hidden text-small text-ink-faint tabular-nums lg:inline">
            {t("check.at", { time: formatTime(overview.checkedAtMs) })}
          </span>
        )}
        <Button size="small" busy={overview?.checking === true} onClick={() => void props.actions.check()}>
          {overview?.checking !== true && <RefreshCw aria-hidden size={13} />}
          {t("check.now")}
        </Button>
      </span>
    </div>
  );
};
