import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { addTexts, useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { AddAllowance } from "./add-allowance.tsx";
import { Allowances } from "./allowances.tsx";
import en from "./en.json";
import { HistorySection } from "./history-section.tsx";
import { SavingsSection } from "./savings-section.tsx";
import { BudgetContext, useBudgetState, useFollowedBudget } from "./use-budget.ts";

addTexts("budget", en);

const Problem = () => {
  const problem = useBudgetState((state) => state.problem);
  if (problem === null) return null;
  return (
    <div className="mb-4">
      <Notice tone="danger" title={errorText(problem).title}>
        {errorText(problem).text}
      </Notice>
    </div>
  );
};

/** What may be spent, what was, and what was saved. */
export const BudgetScreen = () => {
  const t = useTexts("budget");
  const budget = useFollowedBudget();
  const [adding, setAdding] = useState(false);
  return (
    <BudgetContext value={budget}>
      <div className="flex h-full min-h-0 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line/60 pr-3 pl-4 sm:pl-6">
          <h1 className="min-w-0 flex-1 truncate font-medium">{t("title")}</h1>
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden size={15} />
            {t("add.open")}
          </Button>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-220 px-4 pt-5 pb-16 sm:px-6">
            <Problem />
            <Allowances onAdd={() => setAdding(true)} />
            <HistorySection />
            <SavingsSection />
          </div>
        </div>
        {adding && <AddAllowance onClose={() => setAdding(false)} />}
      </div>
    </BudgetContext>
  );
};
