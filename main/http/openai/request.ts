import { z } from "zod";
import { err, ok, type Result } from "#core/base/schema";
import type { GenerateRequest, ImagePart, ModelMessage, ToolSpec } from "#core/llm/schema";

/** Why a request cannot be carried out, in the words a programmer needs. */
export interface WireProblem {
  readonly status: 400 | 404;
  readonly message: string;
  readonly param: string | null;
  readonly code: string | null;
}

const refuse = (message: string, param: string | null = null, code: string | null = null) =>
  err({ status: 400, message, param, code } satisfies WireProblem);

const textPart = z.object({ type: z.enum(["text", "input_text"]), text: z.string() });
const imagePart = z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) });
const content = z.union([z.string(), z.array(z.union([textPart, imagePart]))]);
const toolCall = z.object({
  id: z.string(),
  type: z.literal("function").default("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
const message = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["system", "developer"]), content }),
  z.object({ role: z.literal("user"), content }),
  z.object({ role: z.literal("assistant"), content: content.nullish(), tool_calls: z.array(toolCall).nullish() }),
  z.object({ role: z.literal("tool"), content, tool_call_id: z.string() }),
]);
const jsonObject = z.record(z.string(), z.unknown());
const tool = z.object({
  type: z.literal("function"),
  function: z.object({ name: z.string().min(1), description: z.string().nullish(), parameters: jsonObject.nullish() }),
});

/** What is understood of the chat completion request; what is not, and would change the answer, is refused rather than passed over. */
export const chatRequestSchema = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1).max(1000),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  n: z.number().int().nullish(),
  logprobs: z.boolean().nullish(),
  stop: z.union([z.string(), z.array(z.string().min(1)).max(4)]).nullish(),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: z
    .union([z.enum(["none", "auto", "required"]), z.object({ type: z.literal("function"), function: z.object({ name: z.string() }) })])
    .nullish(),
  response_format: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("text") }),
      z.object({ type: z.literal("json_object") }),
      z.object({ type: z.literal("json_schema"), json_schema: z.object({ name: z.string().nullish(), schema: jsonObject }) }),
    ])
    .nullish(),
});
type ChatRequest = z.infer<typeof chatRequestSchema>;

/** Only pictures that travel with the request: nothing is fetched for a client. */
const dataUrl = /^data:(image\/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/;

const textOf = (given: z.infer<typeof content>): string =>
  typeof given === "string" ? given : given.flatMap((part) => (part.type === "image_url" ? [] : [part.text])).join("\n");

const imagesOf = (given: z.infer<typeof content>): Result<readonly ImagePart[], WireProblem> => {
  const images: ImagePart[] = [];
  for (const part of typeof given === "string" ? [] : given) {
    if (part.type !== "image_url") continue;
    const match = dataUrl.exec(part.image_url.url);
    if (match?.[1] === undefined || match[2] === undefined)
      return refuse("Images must be data: URLs in base64 (PNG, JPEG, WebP or GIF); nothing is fetched.", "messages");
    images.push({ mediaType: match[1], base64: match[2] });
  }
  return ok(images);
};

const argumentsOf = (text: string): Result<unknown, WireProblem> => {
  try {
    return ok(text.trim() === "" ? {} : JSON.parse(text));
  } catch {
    return refuse("The arguments of an earlier tool call are not JSON.", "messages");
  }
};

const messageOf = (given: z.infer<typeof message>): Result<ModelMessage, WireProblem> => {
  switch (given.role) {
    case "system":
    case "developer":
      return ok({ role: "system", text: textOf(given.content) });
    case "tool":
      return ok({ role: "tool", toolCallId: given.tool_call_id, text: textOf(given.content) });
    case "user": {
      const images = imagesOf(given.content);
      if (!images.ok) return images;
      return ok({ role: "user", text: textOf(given.content), ...(images.value.length === 0 ? {} : { images: images.value }) });
    }
    case "assistant": {
      const calls = [];
      for (const call of given.tool_calls ?? []) {
        const input = argumentsOf(call.function.arguments);
        if (!input.ok) return input;
        calls.push({ id: call.id, name: call.function.name, input: input.value });
      }
      return ok({ role: "assistant", text: textOf(given.content ?? ""), ...(calls.length === 0 ? {} : { toolCalls: calls }) });
    }
  }
};

const toolsOf = ({ tools, tool_choice: choice }: ChatRequest): Result<readonly ToolSpec[], WireProblem> => {
  const specs = (tools ?? []).map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? "",
    inputSchema: parameters ?? { type: "object", properties: {} },
  }));
  if (choice === "none") return ok([]);
  if (typeof choice !== "object" || choice === null) return ok(specs);
  const named = specs.filter(({ name }) => name === choice.function.name);
  return named.length === 1 ? ok(named) : refuse(`There is no tool ${choice.function.name}.`, "tool_choice");
};

/** Room for an answer when the client does not say. */
const usualOutputTokens = 2048;

export interface Understood {
  readonly request: GenerateRequest;
  /** The answer ends before any of these. */
  readonly stop: readonly string[];
  readonly withUsage: boolean;
}

/** A request in our own terms. Problems name the field. */
export const understand = (given: ChatRequest): Result<Understood, WireProblem> => {
  if ((given.n ?? 1) !== 1) return refuse("Only one answer is made for a request.", "n", "unsupported_parameter");
  if (given.logprobs === true) return refuse("Probabilities are not given.", "logprobs", "unsupported_parameter");
  const messages: ModelMessage[] = [];
  for (const one of given.messages) {
    const read = messageOf(one);
    if (!read.ok) return read;
    messages.push(read.value);
  }
  const tools = toolsOf(given);
  if (!tools.ok) return tools;
  const format = given.response_format;
  const jsonSchema =
    format?.type === "json_schema" ? format.json_schema.schema : format?.type === "json_object" ? { type: "object" } : null;
  return ok({
    stop: typeof given.stop === "string" ? [given.stop] : (given.stop ?? []),
    withUsage: given.stream_options?.include_usage === true,
    request: {
      messages,
      sources: [],
      maxOutputTokens: given.max_completion_tokens ?? given.max_tokens ?? usualOutputTokens,
      ...(typeof given.temperature === "number" ? { temperature: given.temperature } : {}),
      ...(tools.value.length === 0 ? {} : { tools: tools.value }),
      ...(jsonSchema === null ? {} : { jsonSchema }),
    },
  });
};
