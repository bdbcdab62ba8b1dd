export { createAgents, type Agents } from "./agents.ts";
export { agentsMigrations } from "./migrations.ts";
export { agentsOperations } from "./operations.ts";
export type { AgentsDeps, PlanningModels, TaskLibrary, TaskPlans } from "./ports.ts";
export { toTaskPlans } from "./task-plans.ts";
export type { TaskDraft } from "./task-draft.ts";
export type { TaskFilter } from "./task-store.ts";
