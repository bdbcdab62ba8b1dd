import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { ProviderPiece, ProviderQuestion, ProviderWire } from "./provider-model.ts";
import type { GenerateRequest, ModelMessage, ProviderKind } from "./schema.ts";

const toMessage = (message: ModelMessage): ChatCompletionMessageParam => {
  if (message.role === "tool") return { role: "tool", tool_call_id: message.toolCallId, content: message.text };
  if (message.role === "user" && message.images !== undefined && message.images.length > 0)
    return {
      role: "user",
      content: [
        ...message.images.map(({ base64, mediaType }) => ({
          type: "image_url" as const,
          image_url: { url: `data:${mediaType};base64,${base64}` },
        })),
        ...(message.text === "" ? [] : [{ type: "text" as const, text: message.text }]),
      ],
    };
  if (message.role !== "assistant" || message.toolCalls === undefined || message.toolCalls.length === 0)
    return { role: message.role, content: message.text };
  const calls = message.toolCalls.map(({ id, name, input }) => ({
    id,
    type: "function" as const,
    function: { name, arguments: JSON.stringify(input) },
  }));
  return { role: "assistant", content: message.text === "" ? null : message.text, tool_calls: calls };
};

/** The request in Chat Completions form. OpenAI itself wants `max_completion_tokens`; servers that copy it know only `max_tokens`. */
const toChatCompletion = (kind: ProviderKind, model: string, request: GenerateRequest): ChatCompletionCreateParamsStreaming => ({
  model,
  messages: request.messages.map(toMessage),
  stream: true,
  stream_options: { include_usage: true },
  ...(kind === "openai" ? { max_completion_tokens: request.maxOutputTokens } : { max_tokens: request.maxOutputTokens }),
  ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
  ...(request.tools === undefined || request.tools.length === 0
    ? {}
    : {
        tools: request.tools.map(({ name, description, inputSchema }) => ({
          type: "function" as const,
          function: { name, description, parameters: { ...inputSchema } },
        })),
      }),
  ...(request.jsonSchema === undefined
    ? {}
    : {
        response_format: { type: "json_schema" as const, json_schema: { name: "answer", strict: true, schema: { ...request.jsonSchema } } },
      }),
});

const ends = { stop: "stop", length: "length", tool_calls: "tool-calls", function_call: "tool-calls" } as const;

/** Chunks into pieces: tool calls grow by index and are whole when the choice finishes; usage comes after that in a chunk of its own. */
async function* readChatCompletion(chunks: AsyncIterable<ChatCompletionChunk>): AsyncGenerator<ProviderPiece> {
  const calls = new Map<number, { id: string; name: string; json: string }>();
  for await (const chunk of chunks) {
    if (chunk.usage) {
      const { completion_tokens, prompt_tokens, prompt_tokens_details } = chunk.usage;
      const cached = prompt_tokens_details?.cached_tokens;
      const usage = { inputTokens: prompt_tokens, outputTokens: completion_tokens };
      yield { type: "usage", usage: cached === undefined ? usage : { ...usage, cachedInputTokens: cached } };
    }
    const choice = chunk.choices?.[0];
    if (choice === undefined) continue;
    const text = choice.delta?.content ?? choice.delta?.refusal;
    if (text) yield { type: "text", text };
    for (const part of choice.delta?.tool_calls ?? []) {
      const known = calls.get(part.index) ?? { id: "", name: "", json: "" };
      calls.set(part.index, {
        id: part.id ?? known.id,
        name: part.function?.name ?? known.name,
        json: known.json + (part.function?.arguments ?? ""),
      });
    }
    if (!choice.finish_reason) continue;
    if (choice.finish_reason === "content_filter")
      return yield { type: "refused", reason: "the provider's content filter stopped the answer" };
    for (const [index, call] of calls) yield { type: "tool-call", ...call, id: call.id || `call_${index}` };
    // Some servers say "stop" although they called tools.
    yield { type: "end", reason: calls.size > 0 ? "tool-calls" : (ends[choice.finish_reason] ?? "stop") };
  }
}

/** OpenAI's Chat Completions, spoken also by Ollama, LM Studio, vLLM and llama.cpp's server. */
export const openaiWire: ProviderWire = async function* ({ provider, baseUrl, key, request, fetch }: ProviderQuestion) {
  const { OpenAI } = await import("openai");
  // Everything the client would otherwise take from the environment is given, so that no other account is used by accident.
  const client = new OpenAI({
    apiKey: key ?? "none",
    baseURL: baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: "off",
    fetch,
    ...(key === null ? { defaultHeaders: { Authorization: null } } : {}),
  });
  yield* readChatCompletion(await client.chat.completions.create(toChatCompletion(provider.kind, provider.model, request)));
};
