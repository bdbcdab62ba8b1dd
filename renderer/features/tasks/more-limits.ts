import { taskLimitsSchema, type TaskError, type TaskLimitsChange } from "#core/agents/schema";

type Reached = Extract<TaskError, { type: "TaskLimitReached" }>;

const names = { rounds: "rounds", tokens: "tokens", time: "durationMs" } as const;

/** Twice of what did not suffice, as far as that may be set; null where it is at its most already. */
export const moreLimits = ({ allowed, limit }: Reached): TaskLimitsChange | null => {
  const name = names[limit];
  const more = Math.min(allowed * 2, taskLimitsSchema.shape[name].maxValue ?? allowed);
  return more > allowed ? { [name]: more } : null;
};
