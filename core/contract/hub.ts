import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  downloadIdSchema,
  downloadSchema,
  fetchedModelSchema,
  fitSchema,
  hardwareSchema,
  hubModelSchema,
  neighbourSchema,
} from "#core/hub/schema";
import { operation } from "./operation.ts";

const fitted = z.object({
  model: hubModelSchema,
  fits: z.array(z.object({ variantId: z.string(), fit: fitSchema })),
  recommended: z.string().nullable(),
});
const account = z.object({ hasToken: z.boolean(), isLocked: z.boolean() });
const download = z.object({ downloadId: downloadIdSchema });

export const hubContract = {
  hardware: operation("GET", "/hub/hardware", "What this machine has for models").output(hardwareSchema),
  neighbours: operation(
    "GET",
    "/hub/neighbours",
    "Model servers that answer on this machine now; only the loopback address is asked",
  ).output(z.array(neighbourSchema)),
  catalogue: operation("GET", "/hub/models", "Models to choose from, with how each variant fits this machine; nothing is fetched").output(
    z.array(fitted),
  ),
  /** Reads the header over the network (some hundred KB), nothing else. */
  look: operation("POST", "/hub/look", "A model by its address: `hf:owner/name[:quantisation]`, or an https address of a GGUF file")
    .input(z.object({ uri: z.string().min(1).max(2000) }))
    .output(fitted),
  fitFile: operation("POST", "/hub/fit", "How a GGUF file on this machine fits")
    .input(z.object({ path: z.string().min(1).max(4096), contextTokens: z.number().int().min(128).optional() }))
    .output(fitSchema),
  downloads: operation("GET", "/hub/downloads", "Downloads, newest first").output(z.array(downloadSchema)),
  watch: operation("GET", "/hub/downloads/events", "All downloads, now and as they go on (at most four times a second)").output(
    eventIterator(z.array(downloadSchema)),
  ),
  download: operation("POST", "/hub/downloads", "Fetch a variant of the catalogue, or of an address that was looked at")
    .input(z.object({ uri: z.string().max(2000).optional(), modelId: z.string().max(200).optional(), variantId: z.string().max(200) }))
    .output(downloadSchema),
  pause: operation("POST", "/hub/downloads/{downloadId}/pause", "Stop for now; what arrived stays").input(download).output(downloadSchema),
  resume: operation("POST", "/hub/downloads/{downloadId}/resume", "Go on where it stopped").input(download).output(downloadSchema),
  cancel: operation("POST", "/hub/downloads/{downloadId}/cancel", "Stop and delete what arrived").input(download).output(downloadSchema),
  clear: operation("DELETE", "/hub/downloads/{downloadId}", "Take an ended download off the list; its model stays")
    .input(download)
    .output(z.object({ removed: z.boolean() })),
  fetched: operation("GET", "/hub/fetched", "Models Olympus fetched and may delete, newest first").output(z.array(fetchedModelSchema)),
  account: operation("GET", "/hub/account", "Whether there is an access token for Hugging Face, and whether keys are open").output(account),
  /** For models that ask for an account there. It lies with the other keys and is sent to huggingface.co alone. */
  setToken: operation("POST", "/hub/account", "Keep an access token for Hugging Face; null forgets it")
    .input(
      z.object({
        token: z
          .string()
          .trim()
          .min(1)
          .max(400)
          .regex(/^[\x21-\x7e]+$/)
          .nullable(),
      }),
    )
    .output(account),
  /** The file goes to no trash: gigabytes are meant to be freed. Only files Olympus fetched itself. */
  deleteFile: operation("POST", "/hub/delete", "Delete a fetched model from the disk")
    .input(z.object({ modelId: z.string() }))
    .output(z.object({ freedBytes: z.number() })),
};
