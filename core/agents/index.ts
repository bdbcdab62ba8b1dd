export { createAgents, type Agents, type TaskDraft, type TaskFilter } from "./agents.ts";
export { agentsMigrations } from "./migrations.ts";
export { agentsOperations } from "./operations.ts";
export type { AgentsDeps, PlanningModels, TaskLibrary, TaskPlans } from "./ports.ts";
export { toTaskPlans } from "./task-plans.ts";
