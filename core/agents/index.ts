export { createAgents, defaultTaskLimits, type Agents, type TaskDraft } from "./agents.ts";
export { agentsMigrations } from "./migrations.ts";
export { agentsOperations } from "./operations.ts";
export type { AgentsDeps, PlanningModels, TaskLibrary, TaskPlans } from "./ports.ts";
export { toTaskPlans } from "./task-plans.ts";
