import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Budgets } from "./budgets.ts";

const os = implement(contract.budget);

export const budgetOperations = (budgets: Budgets) =>
  os.router({
    status: os.status.handler(() => budgets.status()),
    watch: os.watch.handler(({ signal }) => budgets.watch(signal)),
    set: os.set.handler(({ input }) => budgets.set(input)),
    extend: os.extend.handler(({ input }) => unwrap(budgets.extend(input.allowanceId, input.by))),
    remove: os.remove.handler(({ input }) => ({ removed: budgets.remove(input.allowanceId) })),
    history: os.history.handler(({ input }) => budgets.history(input.days)),
    charges: os.charges.handler(({ input }) => budgets.charges(input)),
  });
