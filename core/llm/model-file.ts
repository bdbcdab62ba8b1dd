import { createHash } from "node:crypto";
import { basename } from "node:path";
import { defaultLlamaOptions } from "./llama-port.ts";
import { unmeasuredHere, type ModelError, type ModelInfo } from "./schema.ts";

/** The id of a GGUF file; the same for the same path on every start. */
export const modelFileId = (path: string): string => `gguf:${createHash("sha256").update(path).digest("hex")}`;

export interface ModelSize {
  readonly fileBytes: number;
  readonly parameters: number;
}

/** What the interface shows for a GGUF file. `contextTokens` is what it was trained for; the engine may grant less. */
export const toModelInfo = (
  path: string,
  {
    name,
    contextTokens,
    problem = null,
    size,
  }: {
    readonly name: string | null;
    readonly contextTokens: number | null;
    readonly problem?: ModelError | null;
    readonly size?: ModelSize | undefined;
  },
): ModelInfo => ({
  ...unmeasuredHere,
  sizeBytes: size?.fileBytes ?? null,
  billionParameters: size === undefined ? null : Number((size.parameters / 1e9).toPrecision(3)),
  id: modelFileId(path),
  name: name ?? basename(path).replace(/\.gguf$/i, ""),
  place: "local",
  detail: path,
  contextTokens: Math.min(contextTokens ?? defaultLlamaOptions.contextTokens, defaultLlamaOptions.contextTokens),
  tools: true,
  jsonSchema: true,
  images: false,
  available: problem === null,
  problem,
});
