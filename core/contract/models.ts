import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  modelAbilitiesSchema,
  modelInfoSchema,
  modelSpeedSchema,
  priceSchema,
  providerDraftSchema,
  providerIdSchema,
  providerSchema,
} from "#core/llm/schema";
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
  names: operation("POST", "/providers/names", "The models a provider offers, by its own names; costs nothing")
    .input(providerDraftSchema.pick({ kind: true, baseUrl: true, key: true }))
    .output(z.array(z.string())),
  listedPrice: operation(
    "POST",
    "/providers/listed-price",
    "What a model costs by the price list; null where it is not on it. Nobody is asked",
  )
    .input(providerDraftSchema.pick({ kind: true, baseUrl: true, model: true }))
    .output(z.object({ price: priceSchema.nullable() })),
  test: operation("POST", "/providers/{providerId}/test", "A short real completion")
    .input(z.object({ providerId: providerIdSchema }))
    .output(z.object({ answer: z.string(), durationMs: z.number() })),
  setPrice: operation("POST", "/providers/{providerId}/price", "Say what a provider costs; null goes back to the price list")
    .input(z.object({ providerId: providerIdSchema, price: priceSchema.nullable() }))
    .output(providerSchema),
  setSeesImages: operation(
    "POST",
    "/providers/{providerId}/pictures",
    "Say whether its model sees pictures; null goes back to what is usual for its kind",
  )
    .input(z.object({ providerId: providerIdSchema, seesImages: z.boolean().nullable() }))
    .output(providerSchema),
  remove: operation("DELETE", "/providers/{providerId}", "Forget a provider and its key")
    .input(z.object({ providerId: providerIdSchema }))
    .output(z.object({ removed: z.boolean() })),
};

const model = z.object({ modelId: z.string().min(1).max(300) });

/** Local models at work. Joined to `models` in the contract. */
export const engineContract = {
  state: operation("GET", "/engine", "What is loaded, how, and what went wrong last time").output(
    z.object({
      loadedModelId: z.string().nullable(),
      loadingModelId: z.string().nullable(),
      /** 0 to 1 while loading. */
      loadProgress: z.number().nullable(),
      threads: z.number(),
      sequences: z.number(),
      engineVersion: z.string(),
      /** A model the program ended with, natively; it is asked again only after `forgive`. */
      crashed: z.array(z.object({ modelId: z.string(), atMs: z.number(), doing: z.enum(["loading", "answering"]) })),
    }),
  ),
  load: operation("POST", "/engine/load", "Load a local model now, so that the first answer comes at once")
    .input(model)
    .output(eventIterator(z.object({ progress: z.number(), done: z.boolean() }))),
  unload: operation("POST", "/engine/unload", "Free the memory of the loaded model").output(z.object({ unloaded: z.boolean() })),
  forgive: operation("POST", "/engine/forgive", "Use a model again that ended the program")
    .input(model)
    .output(z.object({ forgiven: z.boolean() })),
  bench: operation("POST", "/engine/bench", "Measure a local model: threads, tokens a second, time to the first token")
    .input(model)
    .output(
      eventIterator(
        z.discriminatedUnion("type", [
          z.object({ type: z.literal("bench-progress"), share: z.number(), note: z.string() }),
          z.object({ type: z.literal("bench-end"), speed: modelSpeedSchema }),
        ]),
      ),
    ),
  probe: operation("POST", "/engine/probe", "Try whether a local model keeps a JSON schema and calls tools")
    .input(model)
    .output(modelAbilitiesSchema),
};
