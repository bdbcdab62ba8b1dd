import type { ChatHistoryItem, ChatModelFunctionCall, ChatModelFunctions } from "node-llama-cpp";
import type { ModelMessage, ToolSpec } from "./schema.ts";

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Messages in the engine's form: a tool's result belongs to its call, and the last item is the model's, still open. */
export const toHistory = (messages: readonly ModelMessage[]): ChatHistoryItem[] => {
  const results = new Map(
    messages.flatMap((message) => (message.role === "tool" ? [[message.toolCallId, asJson(message.text)] as const] : [])),
  );
  const items: ChatHistoryItem[] = [];
  for (const message of messages) {
    if (message.role === "tool") continue;
    if (message.role !== "assistant") {
      items.push({ type: message.role, text: message.text });
      continue;
    }
    const calls = (message.toolCalls ?? []).map(({ id, name, input }): ChatModelFunctionCall => ({
      type: "functionCall",
      name,
      params: input,
      result: results.get(id) ?? null,
    }));
    items.push({ type: "model", response: [...(message.text === "" ? [] : [message.text]), ...calls] });
  }
  if (items.at(-1)?.type !== "model") items.push({ type: "model", response: [] });
  return items;
};

/** Tools in the engine's form; it turns the schema into a grammar, so every property will be there. */
export const toFunctions = (tools: readonly ToolSpec[]): ChatModelFunctions =>
  Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [name, { description, params: inputSchema as ChatModelFunctions[string]["params"] }]),
  );
