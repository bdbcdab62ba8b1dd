import { createContext, use, useEffect, useState } from "react";
import { useStore } from "zustand";
import { useClient } from "../../bridge/index.ts";
import { createBudget, type Budget, type BudgetState } from "./budget-state.ts";

export const useFollowedBudget = (): Budget => {
  const client = useClient();
  const [budget] = useState(() => createBudget(client));
  useEffect(() => {
    const controller = new AbortController();
    void budget.follow(controller.signal);
    return () => controller.abort();
  }, [budget]);
  return budget;
};

export const BudgetContext = createContext<Budget | null>(null);

export const useBudget = (): Budget => {
  const budget = use(BudgetContext);
  if (budget === null) throw new Error("useBudget is called outside the budget page");
  return budget;
};

export const useBudgetState = <T>(select: (state: BudgetState) => T): T => useStore(useBudget().store, select);
