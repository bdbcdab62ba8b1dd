export { createBudgets, type BudgetRefusal, type Budgets, type Reservation } from "./budgets.ts";
export { budgetsMigrations } from "./migrations.ts";
export { budgetOperations } from "./operations.ts";
