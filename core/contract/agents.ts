import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { agentEventSchema, taskFiguresSchema, taskIdSchema, taskLimitsSchema, taskSchema } from "#core/agents/schema";
import { modeSchema } from "#core/plans/schema";
import { operation } from "./operation.ts";

const task = z.object({ taskId: taskIdSchema });

export const agentsContract = {
  start: operation("POST", "/tasks", "Have a goal planned and, in Autopilot, carried out as far as policy allows")
    .input(
      z.object({
        goal: z.string().trim().min(1).max(4000),
        /** The folder the task is about: granted, or named for this task alone with `ownGrant`. */
        workspaceRoot: z.string().min(1).max(4096),
        ownGrant: z.boolean().default(false),
        mode: modeSchema.default("draft"),
        conversationId: z.string().nullable().default(null),
        /** Plan with this model; the first available in the settings' order when null. */
        modelId: z.string().nullable().default(null),
        /** Nothing of the goal leaves this machine. */
        isPrivate: z.boolean().default(false),
        limits: taskLimitsSchema.partial().default({}),
      }),
    )
    .output(taskSchema),
  follow: operation("GET", "/tasks/{taskId}/events", "A task as it stands, then what happens; ends with the agent's part")
    .input(task)
    .output(eventIterator(agentEventSchema)),
  list: operation("GET", "/tasks", "Tasks, newest first")
    .input(
      z.object({
        filter: z.string().max(400).default(""),
        /** Only tasks of this conversation. */
        conversationId: z.string().nullable().default(null),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
        offset: z.coerce.number().int().min(0).default(0),
      }),
    )
    .output(z.array(taskSchema)),
  figures: operation("GET", "/tasks/figures", "How many tasks were finished, succeeded, and did so at the first attempt").output(
    taskFiguresSchema,
  ),
  get: operation("GET", "/tasks/{taskId}", "One task").input(task).output(taskSchema),
  cancel: operation("POST", "/tasks/{taskId}/cancel", "Stop planning, or the run; what a run did stays and can be undone")
    .input(task)
    .output(z.object({ cancelled: z.boolean() })),
};
