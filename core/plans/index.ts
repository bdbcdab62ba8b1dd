export { plan, text, type BuilderInput, type OutputReference, type PlanBuilder, type StepHandle } from "./builder.ts";
export { planJsonSchema } from "./json-schema.ts";
export { plansMigrations } from "./migrations.ts";
export { plansOperations, runsOperations } from "./operations.ts";
export { createPlans, type PlanPlace, type Plans } from "./plans.ts";
export type { PlansDeps, RunContents } from "./ports.ts";
