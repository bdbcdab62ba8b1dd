import { Pencil, Trash2, TrendingUp } from "lucide-react";
import { useState } from "react";
import type { AllowanceStatus } from "#core/budgets/schema";
import { AmountDialog } from "../../ui/amount-dialog.tsx";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { formatAmount } from "../../ui/model-error-values.ts";
import { typedAmount } from "../../ui/money.ts";
import { showToast } from "../../ui/toast-store.ts";
import { allowanceName, barShares, isNearlyUsed } from "./allowance-words.ts";
import { useBudget, useBudgetState } from "./use-budget.ts";

const Bar = ({ status, label }: { readonly status: AllowanceStatus; readonly label: string }) => {
  const { spent, held } = barShares(status);
  const near = isNearlyUsed(status);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={status.amount}
      aria-valuenow={Math.min(status.amount, status.spent + status.reserved)}
      className="my-2 flex h-2.5 w-full overflow-hidden rounded-full bg-active"
    >
      <div className={near ? "bg-warning" : "bg-accent"} style={{ width: `${spent * 100}%` }} />
      <div className={near ? "bg-warning/45" : "bg-accent/45"} style={{ width: `${held * 100}%` }} />
    </div>
  );
};

/** One allowance: spent, held for calls under way, and left. */
export const AllowanceRow = ({ status }: { readonly status: AllowanceStatus }) => {
  const t = useTexts("budget");
  const budget = useBudget();
  const models = useBudgetState((state) => state.models);
  const [asking, setAsking] = useState<"raise" | "change" | null>(null);
  const { measure, amount, spent, reserved, left, resetsAtMs, scope, subject } = status;
  const name = allowanceName(status, models, t);
  const about = t("allowance.about", { name, measure: t(`measure.${measure}`) });
  const figure = (value: number) => formatAmount(measure, value);
  const remove = async () => {
    const removed = await budget.remove(status.id);
    if (!removed.ok) return showToast({ tone: "danger", ...errorText(removed.error) });
    showToast({
      title: t("allowance.removed", { about }),
      action: { label: t("allowance.undo"), onSelect: () => void budget.give({ scope, subject, measure, amount }) },
    });
  };
  return (
    <li aria-label={about} className="rounded-large border border-line bg-surface px-4 py-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-40 flex-1">
          <span className="font-medium">{name}</span> <span className="text-note text-ink-faint">{t(`measure.${measure}`)}</span>
        </h3>
        <div className="flex items-center gap-0.5">
          <Button size="small" aria-label={t("allowance.raiseName", { about })} onClick={() => setAsking("raise")}>
            <TrendingUp aria-hidden size={13} />
            {t("allowance.raise")}
          </Button>
          <IconButton icon={Pencil} size="small" label={t("allowance.changeName", { about })} onClick={() => setAsking("change")} />
          <IconButton icon={Trash2} size="small" label={t("allowance.removeName", { about })} onClick={() => void remove()} />
        </div>
      </div>
      <Bar status={status} label={about} />
      <p className="flex flex-wrap gap-x-4 text-note text-ink-soft tabular-nums">
        <span>{t("allowance.spent", { amount: figure(spent) })}</span>
        {reserved > 0 && <span>{t("allowance.held", { amount: figure(reserved) })}</span>}
        <span className={isNearlyUsed(status) ? "font-medium text-warning" : ""}>
          {t("allowance.left", { left: figure(left), amount: figure(amount) })}
        </span>
        {resetsAtMs !== null && <span className="text-ink-faint">{t("allowance.resets", { time: formatTime(resetsAtMs) })}</span>}
        {status.nearest !== null && <span className="text-ink-faint">{t("allowance.nearest")}</span>}
      </p>
      {asking === "raise" && (
        <AmountDialog
          title={t("allowance.raiseTitle", { about })}
          description={t("allowance.raiseText", { amount: figure(amount) })}
          label={t("allowance.by")}
          action={t("allowance.raise")}
          measure={measure}
          initial={typedAmount(measure, Math.max(amount, 1))}
          onAmount={(by) => budget.raise(status.id, by)}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "change" && (
        <AmountDialog
          title={t("allowance.changeTitle", { about })}
          description={t("allowance.changeText", { spent: figure(spent) })}
          label={t("allowance.amount")}
          action={t("allowance.keep")}
          measure={measure}
          zero
          initial={typedAmount(measure, amount)}
          onAmount={(next) => budget.give({ scope, subject, measure, amount: next })}
          onClose={() => setAsking(null)}
        />
      )}
    </li>
  );
};
