import { z } from "zod";
import { idSchema } from "#core/base/schema";

/** Something the person is to hear of, wherever they are looking. */
export const notificationSchema = z.object({
  id: idSchema("note"),
  title: z.string(),
  text: z.string(),
  about: z.discriminatedUnion("type", [
    /** A step of a plan says it. */
    z.object({ type: z.literal("message") }),
    /** A question waits in the inbox. */
    z.object({ type: z.literal("approval"), approvalId: z.string(), runId: z.string() }),
    /** A task has a plan that waits for a yes. */
    z.object({ type: z.literal("plan"), taskId: z.string(), planId: z.string() }),
  ]),
  /** The system has shown it already; there is nothing left to show. */
  isShown: z.boolean(),
  createdAtMs: z.number(),
});
export type Notification = z.infer<typeof notificationSchema>;
