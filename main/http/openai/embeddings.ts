import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { LocalApi } from "#core/host";
import { errorSentence } from "../../sentences.ts";
import { sendJson } from "../refusal.ts";
import { sendError } from "./failure.ts";

export const embeddingRequestSchema = z.object({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.string()).min(1).max(2048)]),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.number().int().positive().nullish(),
});

/** Four letters to a token: nobody counts, nobody pays. */
const tokensOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);

/** Embeds with the library's own model, on this machine. */
export const answerEmbeddings = async (
  response: ServerResponse,
  api: LocalApi,
  { input, encoding_format: format, dimensions }: z.infer<typeof embeddingRequestSchema>,
  signal: AbortSignal,
): Promise<void> => {
  const texts = typeof input === "string" ? [input] : input;
  const embedded = await api.embedding.embedTexts(texts, "passage", signal);
  if (!embedded.ok)
    return sendError(response, { status: 502, message: errorSentence(embedded.error), type: "server_error", code: embedded.error.type });
  const { model, rows } = embedded.value;
  const width = model.dimensions;
  if (typeof dimensions === "number" && dimensions !== width)
    return sendError(response, {
      status: 400,
      message: `The model gives ${width} dimensions.`,
      type: "invalid_request_error",
      code: "unsupported_parameter",
      param: "dimensions",
    });
  const rowOf = (index: number): Float32Array => rows.slice(index * width, (index + 1) * width);
  const encode = (row: Float32Array) =>
    format === "base64" ? Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString("base64") : [...row];
  const tokens = tokensOf(texts);
  sendJson(response, 200, {
    object: "list",
    model: model.id,
    data: texts.map((_text, index) => ({ object: "embedding", index, embedding: encode(rowOf(index)) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
};
