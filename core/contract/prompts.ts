import { z } from "zod";
import { promptDraftSchema, promptIdSchema, promptSchema } from "#core/prompts/schema";
import { operation } from "./operation.ts";

const prompt = z.object({ promptId: promptIdSchema });

export const promptsContract = {
  list: operation("GET", "/prompts", "Kept prompts, the most used first").output(z.array(promptSchema)),
  create: operation("POST", "/prompts", "Keep a prompt").input(promptDraftSchema).output(promptSchema),
  update: operation("PATCH", "/prompts/{promptId}", "Change a kept prompt")
    .input(promptDraftSchema.extend(prompt.shape))
    .output(promptSchema),
  remove: operation("DELETE", "/prompts/{promptId}", "Drop a kept prompt; answers it, so that it can be kept again")
    .input(prompt)
    .output(promptSchema),
  used: operation("POST", "/prompts/{promptId}/uses", "It was put into a question").input(prompt).output(promptSchema),
};
