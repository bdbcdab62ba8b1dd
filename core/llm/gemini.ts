import type { Content, GenerateContentParameters, GenerateContentResponse, Part } from "@google/genai";
import type { ProviderPiece, ProviderWire } from "./provider-model.ts";
import type { GenerateRequest, ModelMessage } from "./schema.ts";

const asObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Plain text is a tool's answer too.
  }
  return { output: text };
};

/** Tool results name the function, which only the earlier call knows. */
const toParts = (message: ModelMessage, names: ReadonlyMap<string, string>): Part[] => {
  if (message.role === "tool")
    return [
      { functionResponse: { id: message.toolCallId, name: names.get(message.toolCallId) ?? "tool", response: asObject(message.text) } },
    ];
  const text: Part[] = message.text === "" ? [] : [{ text: message.text }];
  if (message.role === "user")
    return [...(message.images ?? []).map(({ base64, mediaType }) => ({ inlineData: { mimeType: mediaType, data: base64 } })), ...text];
  if (message.role !== "assistant") return text;
  return [
    ...text,
    ...(message.toolCalls ?? []).map(({ id, name, input }) => ({
      functionCall: { id, name, args: { ...Object(input) } as Record<string, unknown> },
    })),
  ];
};

const toContents = (messages: readonly ModelMessage[]): Content[] => {
  const names = new Map(
    messages.flatMap((message) =>
      message.role === "assistant" ? (message.toolCalls ?? []).map(({ id, name }) => [id, name] as const) : [],
    ),
  );
  const contents: { role: string; parts: Part[] }[] = [];
  for (const message of messages) {
    if (message.role === "system") continue;
    const role = message.role === "assistant" ? "model" : "user";
    const parts = toParts(message, names);
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else if (parts.length > 0) contents.push({ role, parts });
  }
  return contents;
};

/** The request in generateContent form. Schemas go through the JSON Schema fields, not the older OpenAPI ones. */
const toGenerateContent = (model: string, request: GenerateRequest): GenerateContentParameters => {
  const system = request.messages.flatMap((message) => (message.role === "system" ? [message.text] : [])).join("\n\n");
  const tools = request.tools ?? [];
  return {
    model,
    contents: toContents(request.messages),
    config: {
      maxOutputTokens: request.maxOutputTokens,
      ...(system === "" ? {} : { systemInstruction: system }),
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      ...(tools.length === 0
        ? {}
        : {
            tools: [
              {
                functionDeclarations: tools.map(({ name, description, inputSchema }) => ({
                  name,
                  description,
                  parametersJsonSchema: inputSchema,
                })),
              },
            ],
          }),
      ...(request.jsonSchema === undefined ? {} : { responseMimeType: "application/json", responseJsonSchema: request.jsonSchema }),
    },
  };
};

const refusals = /SAFETY|RECITATION|BLOCKLIST|PROHIBITED|SPII|LANGUAGE/;

/** Responses into pieces. Usage grows with each response, the last one counts; thoughts are not part of the answer. */
async function* readGenerateContent(responses: AsyncIterable<GenerateContentResponse>): AsyncGenerator<ProviderPiece> {
  let callCount = 0;
  let finish: string | undefined;
  for await (const response of responses) {
    const usage = response.usageMetadata;
    if (usage !== undefined)
      yield {
        type: "usage",
        usage: {
          inputTokens: usage.promptTokenCount ?? 0,
          outputTokens: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
          ...(usage.cachedContentTokenCount === undefined ? {} : { cachedInputTokens: usage.cachedContentTokenCount }),
        },
      };
    const blocked = response.promptFeedback?.blockReason;
    if (blocked !== undefined) return yield { type: "refused", reason: `the question was blocked (${blocked})` };
    const candidate = response.candidates?.[0];
    for (const part of candidate?.content?.parts ?? []) {
      if (part.text !== undefined && part.thought !== true) yield { type: "text", text: part.text };
      if (part.functionCall === undefined) continue;
      callCount += 1;
      const { id, name, args } = part.functionCall;
      yield { type: "tool-call", id: id ?? `call_${callCount}`, name: name ?? "", json: JSON.stringify(args ?? {}) };
    }
    finish = candidate?.finishReason ?? finish;
  }
  if (finish === undefined) return;
  if (refusals.test(finish)) yield { type: "refused", reason: `the answer was blocked (${finish})` };
  else if (finish === "MALFORMED_FUNCTION_CALL") throw new Error("the model called a tool in a form that cannot be read");
  else yield { type: "end", reason: callCount > 0 ? "tool-calls" : finish === "MAX_TOKENS" ? "length" : "stop" };
}

export const geminiWire: ProviderWire = async function* ({ provider, baseUrl, key, request, fetch }) {
  const { GoogleGenAI } = await import("@google/genai");
  const client = new GoogleGenAI({ apiKey: key ?? "", vertexai: false, apiVersion: "v1beta", httpOptions: { baseUrl, fetch } });
  yield* readGenerateContent(await client.models.generateContentStream(toGenerateContent(provider.model, request)));
};
