import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatBytes, formatDuration, formatMoney, formatNumber, formatPercent } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { NumberStepper } from "../../ui/number-stepper.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { splitOf } from "./savings.ts";
import { useBudget, useBudgetState } from "./use-budget.ts";

const Figure = ({ value, label, note }: { readonly value: string; readonly label: string; readonly note: string }) => (
  <div className="min-w-44 flex-1 rounded-large border border-line bg-surface px-4 py-3">
    <p className="text-note text-ink-soft">{label}</p>
    <p className="text-title font-semibold tabular-nums">{value}</p>
    <p className="text-small text-ink-faint tabular-nums">{note}</p>
  </div>
);

const Keeping = () => {
  const t = useTexts("budget");
  const budget = useBudget();
  const policy = useBudgetState((state) => state.cachePolicy);
  const cache = useBudgetState((state) => state.cache);
  const [busy, setBusy] = useState(false);
  if (policy === null || cache === null) return null;
  const change = async (next: Partial<typeof policy>) => {
    const problem = await budget.setCachePolicy(next);
    if (problem !== null) showToast({ tone: "danger", ...errorText(problem) });
  };
  const clear = async () => {
    setBusy(true);
    const cleared = await budget.clearCache();
    setBusy(false);
    if (cleared.ok) showToast({ title: t("cache.cleared", { count: cleared.value.removed }) });
    else showToast({ tone: "danger", ...errorText(cleared.error) });
  };
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-3 text-note text-ink-soft">
      <label className="flex items-center gap-2">
        <Checkbox label={t("cache.enabled")} checked={policy.enabled} onChange={(enabled) => void change({ enabled })} />
        {t("cache.enabled")}
      </label>
      {policy.enabled && (
        <label className="flex items-center gap-2">
          <Checkbox label={t("cache.similar")} checked={policy.similar} onChange={(similar) => void change({ similar })} />
          {t("cache.similar")}
        </label>
      )}
      {policy.enabled && (
        <span className="flex items-center gap-2">
          {t("cache.keep")}
          <NumberStepper
            label={t("cache.keep")}
            value={policy.keepDays}
            min={1}
            max={365}
            step={1}
            unit={t("cache.days")}
            onChange={(keepDays) => void change({ keepDays })}
          />
        </span>
      )}
      <Button size="small" busy={busy} disabled={cache.entries === 0} onClick={() => void clear()}>
        {t("cache.clear", { count: cache.entries, size: formatBytes(cache.sizeBytes) })}
      </Button>
    </div>
  );
};

/** What kept answers and models on this machine saved. */
export const SavingsSection = () => {
  const t = useTexts("budget");
  const cache = useBudgetState((state) => state.cache);
  const history = useBudgetState((state) => state.history);
  const days = useBudgetState((state) => state.days);
  const { localTokens, cloudTokens, localShare } = splitOf(history);
  if (cache === null) return null;
  const { saved, hits } = cache;
  return (
    <section aria-label={t("savings.title")} className="mt-10">
      <h2 className="text-title font-semibold">{t("savings.title")}</h2>
      <p className="mb-3 text-note text-ink-soft">{t("savings.text")}</p>
      <div className="flex flex-wrap gap-3">
        <Figure
          label={t("savings.cloud")}
          value={formatMoney(saved.cloud.microUsd)}
          note={t("savings.tokens", { count: formatNumber(saved.cloud.tokens) })}
        />
        <Figure
          label={t("savings.local")}
          value={saved.local.durationMs === 0 ? t("savings.noTime") : formatDuration(saved.local.durationMs)}
          note={t("savings.tokens", { count: formatNumber(saved.local.tokens) })}
        />
        <Figure
          label={t("savings.hits")}
          value={formatNumber(hits.exact + hits.similar)}
          note={t("savings.hitsNote", { exact: formatNumber(hits.exact), similar: formatNumber(hits.similar) })}
        />
        <Figure
          label={t("savings.here", { count: days })}
          value={localShare === null ? "–" : formatPercent(localShare)}
          note={t("savings.hereNote", { local: formatNumber(localTokens), cloud: formatNumber(cloudTokens) })}
        />
      </div>
      <Keeping />
    </section>
  );
};
