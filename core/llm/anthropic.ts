import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  RawMessageStreamEvent,
} from "@anthropic-ai/sdk/resources/messages/messages";
import type { ProviderPiece, ProviderWire } from "./provider-model.ts";
import type { GenerateRequest, ImagePart, ModelMessage } from "./schema.ts";

type ImageType = "image/jpeg" | "image/png" | "image/gif" | "image/webp";

const toImage = ({ base64, mediaType }: ImagePart): ContentBlockParam => ({
  type: "image",
  source: { type: "base64", media_type: mediaType as ImageType, data: base64 },
});

const toBlocks = (message: ModelMessage): ContentBlockParam[] => {
  if (message.role === "tool") return [{ type: "tool_result", tool_use_id: message.toolCallId, content: message.text }];
  const text: ContentBlockParam[] = message.text === "" ? [] : [{ type: "text", text: message.text }];
  if (message.role === "user") return [...(message.images ?? []).map(toImage), ...text];
  if (message.role !== "assistant") return text;
  return [...text, ...(message.toolCalls ?? []).map(({ id, name, input }) => ({ type: "tool_use" as const, id, name, input }))];
};

/** Turns alternate here, so neighbours of one role become one: several tool results belong into one message. Empty turns are refused and left out. */
const toMessages = (messages: readonly ModelMessage[]): MessageParam[] => {
  const turns: { role: "user" | "assistant"; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    if (message.role === "system") continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const content = toBlocks(message);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) turns.push({ role, content });
  }
  return turns;
};

/** The request in Messages form: system text apart, JSON through `output_config`. */
const toAnthropicMessages = (model: string, request: GenerateRequest): MessageCreateParamsStreaming => {
  const system = request.messages.flatMap((message) => (message.role === "system" ? [message.text] : [])).join("\n\n");
  return {
    model,
    stream: true,
    max_tokens: request.maxOutputTokens,
    messages: toMessages(request.messages),
    ...(system === "" ? {} : { system }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            input_schema: { ...inputSchema, type: "object" as const },
          })),
        }),
    ...(request.jsonSchema === undefined
      ? {}
      : { output_config: { format: { type: "json_schema" as const, schema: { ...request.jsonSchema } } } }),
  };
};

const ends = { max_tokens: "length", model_context_window_exceeded: "length", tool_use: "tool-calls" } as const;

/** Events into pieces. Input tokens come first, output tokens with the stop reason; a tool's input is whole when its block stops. Thinking is not part of the answer. */
async function* readAnthropicMessages(events: AsyncIterable<RawMessageStreamEvent>): AsyncGenerator<ProviderPiece> {
  const calls = new Map<number, { id: string; name: string; json: string }>();
  let stop: string | null = null;
  for await (const event of events) {
    if (event.type === "message_start") {
      const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = event.message.usage;
      const cachedInputTokens = cache_read_input_tokens ?? 0;
      const inputTokens = input_tokens + cachedInputTokens + (cache_creation_input_tokens ?? 0);
      yield { type: "usage", usage: { inputTokens, cachedInputTokens } };
    } else if (event.type === "content_block_start" && event.content_block.type === "tool_use")
      calls.set(event.index, { id: event.content_block.id, name: event.content_block.name, json: "" });
    else if (event.type === "content_block_delta") {
      const call = calls.get(event.index);
      if (event.delta.type === "text_delta") yield { type: "text", text: event.delta.text };
      else if (event.delta.type === "input_json_delta" && call !== undefined) call.json += event.delta.partial_json;
    } else if (event.type === "content_block_stop") {
      const call = calls.get(event.index);
      if (call !== undefined) yield { type: "tool-call", ...call };
    } else if (event.type === "message_delta") {
      stop = event.delta.stop_reason ?? stop;
      yield { type: "usage", usage: { outputTokens: event.usage.output_tokens } };
    } else if (event.type === "message_stop") {
      if (stop === "refusal") yield { type: "refused", reason: "the model declined to answer" };
      else yield { type: "end", reason: ends[stop as keyof typeof ends] ?? "stop" };
    }
  }
}

export const anthropicWire: ProviderWire = async function* ({ provider, baseUrl, key, request, fetch }) {
  const { Anthropic } = await import("@anthropic-ai/sdk");
  // The token is given as none, so that a login in the environment is not used beside the key.
  const client = new Anthropic({ apiKey: key, authToken: null, baseURL: baseUrl, maxRetries: 0, logLevel: "off", fetch });
  yield* readAnthropicMessages(await client.messages.create(toAnthropicMessages(provider.model, request)));
};
