import { Wallet } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { AllowanceRow } from "./allowance-row.tsx";
import { useBudget, useBudgetState } from "./use-budget.ts";

/** What is proposed where nothing was given: 5 USD a month. */
const proposedMicroUsd = 5_000_000;

const Teaching = ({ onAdd }: { readonly onAdd: () => void }) => {
  const t = useTexts("budget");
  const budget = useBudget();
  const [busy, setBusy] = useState(false);
  const give = async () => {
    setBusy(true);
    const given = await budget.give({ scope: "month", subject: null, measure: "money", amount: proposedMicroUsd });
    setBusy(false);
    if (!given.ok) showToast({ tone: "danger", ...errorText(given.error) });
  };
  return (
    <EmptyState
      icon={Wallet}
      title={t("empty.title")}
      text={t("empty.text")}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button tone="primary" busy={busy} onClick={() => void give()}>
            {t("empty.give")}
          </Button>
          <Button onClick={onAdd}>{t("empty.other")}</Button>
        </div>
      }
    />
  );
};

export const Allowances = ({ onAdd }: { readonly onAdd: () => void }) => {
  const t = useTexts("budget");
  const allowances = useBudgetState((state) => state.allowances);
  if (allowances === null) return null;
  if (allowances.length === 0) return <Teaching onAdd={onAdd} />;
  const money = allowances.some(({ measure, scope }) => measure === "money" && ["day", "month", "provider-month"].includes(scope));
  return (
    <>
      {!money && <p className="mb-3 text-note text-warning">{t("allowance.noMoney")}</p>}
      <ul aria-label={t("allowance.list")} className="flex flex-col gap-3">
        {allowances.map((status) => (
          <AllowanceRow key={status.id} status={status} />
        ))}
      </ul>
    </>
  );
};
