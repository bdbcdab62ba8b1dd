import { z } from "zod";
import { modelInfoSchema, providerDraftSchema, providerIdSchema, providerSchema } from "#core/llm/schema";
import { operation } from "./operation.ts";

export const modelsContract = {
  list: operation("GET", "/models", "Who can answer, in the order they are asked").output(z.array(modelInfoSchema)),
  addFile: operation("POST", "/models", "Use a GGUF file where it lies")
    .input(z.object({ path: z.string().min(1).max(4096) }))
    .output(modelInfoSchema),
  removeFile: operation("DELETE", "/models/{modelId}", "No longer use a GGUF file; the file stays")
    .input(z.object({ modelId: z.string() }))
    .output(z.object({ removed: z.boolean() })),
};

export const providersContract = {
  list: operation("GET", "/providers", "Accounts that can answer").output(z.array(providerSchema)),
  /** The key is used for one short real completion first; a provider that does not answer is not saved. */
  add: operation("POST", "/providers", "Test a provider with a real completion, then keep it")
    .input(providerDraftSchema)
    .output(providerSchema),
  test: operation("POST", "/providers/{providerId}/test", "A short real completion")
    .input(z.object({ providerId: providerIdSchema }))
    .output(z.object({ answer: z.string(), durationMs: z.number() })),
  remove: operation("DELETE", "/providers/{providerId}", "Forget a provider and its key")
    .input(z.object({ providerId: providerIdSchema }))
    .output(z.object({ removed: z.boolean() })),
};
