import { z } from "zod";
import { idSchema } from "#core/base/schema";

/** Something the person is to hear of, wherever they are looking. */
export const notificationSchema = z.object({
  id: idSchema("note"),
  /** In English, for who has no words of their own for what it is about; of a message the plan's own. */
  title: z.string(),
  text: z.string(),
  about: z.discriminatedUnion("type", [
    /** A step of a plan says it. */
    z.object({ type: z.literal("message") }),
    /** A question waits in the inbox. `tool`: what is to be used; `workspaceRoot`: where, null when its run is gone. */
    z.object({
      type: z.literal("approval"),
      approvalId: z.string(),
      runId: z.string(),
      tool: z.string().optional(),
      workspaceRoot: z.string().nullable().optional(),
    }),
    /** A task has a plan that waits for a yes. */
    z.object({ type: z.literal("plan"), taskId: z.string(), planId: z.string() }),
  ]),
  /** The system has shown it already; there is nothing left to show. */
  isShown: z.boolean(),
  createdAtMs: z.number(),
});
export type Notification = z.infer<typeof notificationSchema>;
