import type { AgentError } from "#core/agents/schema";

const limitWords = (limit: Extract<AgentError, { type: "TaskLimitReached" }>["limit"], allowed: number): string => {
  switch (limit) {
    case "rounds":
      return `${allowed} questions to the model`;
    case "tokens":
      return `${allowed} tokens`;
    case "time":
      return `${Math.round(allowed / 1000)} s`;
  }
};

/** Why a goal led to no plan, and what to do. */
export const agentSentence = (error: AgentError): string => {
  switch (error.type) {
    case "PlannerMissing":
      return "Planning needs a model that can write; the built-in answerer only quotes documents. Add a GGUF file or a provider in the settings (olympus serve) or over the API. Nothing was changed.";
    case "TaskLimitReached":
      return `The task was stopped at its limit of ${limitWords(error.limit, error.allowed)}, with no plan. Nothing was changed. Say the goal more narrowly, or choose a stronger model.`;
    case "TaskNotFound":
      return `There is no task "${error.taskId}".`;
  }
};
