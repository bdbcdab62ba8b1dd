import type { ScriptedAnswer } from "./provider-server.ts";

/** How one vendor writes an answer as server-sent events. Frames are whole events, each ending in an empty line. */
export interface Protocol {
  readonly frames: (answer: ScriptedAnswer) => string[];
  readonly errorBody: (status: number) => string;
  readonly malformedFrame: string;
  readonly overloadedFrame: string;
}

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const named = (value: { type: string }): string => `event: ${value.type}\n${data(value)}`;
const halves = (text: string): [string, string] => [text.slice(0, text.length / 2), text.slice(text.length / 2)];

const openai: Protocol = {
  frames: ({ text = [], toolCalls = [], stop = "stop", usage = { inputTokens: 7, outputTokens: 3 } }) => {
    const chunk = (delta: unknown, finish: string | null = null) =>
      data({
        id: "c1",
        object: "chat.completion.chunk",
        created: 1,
        model: "scripted",
        choices: [{ index: 0, delta, finish_reason: finish }],
      });
    return [
      chunk({ role: "assistant", content: "" }),
      ...text.map((content) => chunk({ content })),
      ...toolCalls.flatMap(({ id, name, input }, index) => {
        const [start, rest] = halves(JSON.stringify(input));
        return [
          chunk({ tool_calls: [{ index, id, type: "function", function: { name, arguments: start } }] }),
          chunk({ tool_calls: [{ index, function: { arguments: rest } }] }),
        ];
      }),
      chunk({}, toolCalls.length > 0 ? "tool_calls" : stop),
      data({
        id: "c1",
        object: "chat.completion.chunk",
        created: 1,
        model: "scripted",
        choices: [],
        usage: {
          prompt_tokens: usage.inputTokens,
          completion_tokens: usage.outputTokens,
          total_tokens: usage.inputTokens + usage.outputTokens,
        },
      }),
      "data: [DONE]\n\n",
    ];
  },
  errorBody: (status) => JSON.stringify({ error: { message: `scripted failure ${status}`, type: "scripted", code: null } }),
  malformedFrame: 'data: {"choices": [{"delta": {"content": "half\n\n',
  overloadedFrame: data({ error: { message: "rate_limit_exceeded: slow down", type: "rate_limit_exceeded" } }),
};

const anthropic: Protocol = {
  frames: ({ text = [], toolCalls = [], stop = "stop", usage = { inputTokens: 7, outputTokens: 3 } }) => {
    const textBlock =
      text.length === 0
        ? []
        : [
            named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } } as { type: string }),
            ...text.map((part) =>
              named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: part } } as { type: string }),
            ),
            named({ type: "content_block_stop", index: 0 } as { type: string }),
          ];
    const reason = toolCalls.length > 0 ? "tool_use" : stop === "length" ? "max_tokens" : "end_turn";
    return [
      named({
        type: "message_start",
        message: {
          id: "m1",
          type: "message",
          role: "assistant",
          model: "scripted",
          content: [],
          stop_reason: null,
          usage: { input_tokens: usage.inputTokens, output_tokens: 1 },
        },
      } as { type: string }),
      named({ type: "ping" }),
      ...textBlock,
      ...toolCalls.flatMap(({ id, name, input }, offset) => {
        const index = offset + 1;
        return [
          named({ type: "content_block_start", index, content_block: { type: "tool_use", id, name, input: {} } } as { type: string }),
          ...halves(JSON.stringify(input)).map((part) =>
            named({ type: "content_block_delta", index, delta: { type: "input_json_delta", partial_json: part } } as { type: string }),
          ),
          named({ type: "content_block_stop", index } as { type: string }),
        ];
      }),
      named({
        type: "message_delta",
        delta: { stop_reason: reason, stop_sequence: null },
        usage: { output_tokens: usage.outputTokens },
      } as { type: string }),
      named({ type: "message_stop" }),
    ];
  },
  errorBody: (status) => JSON.stringify({ type: "error", error: { type: "scripted", message: `scripted failure ${status}` } }),
  malformedFrame: 'event: content_block_delta\ndata: {"type": "content_block_delta", "delta": {"text": "half\n\n',
  overloadedFrame: named({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } } as { type: string }),
};

const gemini: Protocol = {
  frames: ({ text = [], toolCalls = [], stop = "stop", usage = { inputTokens: 7, outputTokens: 3 } }) => {
    const usageMetadata = { promptTokenCount: usage.inputTokens, candidatesTokenCount: usage.outputTokens };
    const response = (parts: unknown[], finishReason?: string) =>
      data({
        candidates: [{ index: 0, content: { role: "model", parts }, ...(finishReason === undefined ? {} : { finishReason }) }],
        usageMetadata,
      });
    return [
      ...text.map((part) => response([{ text: part }])),
      ...toolCalls.map(({ id, name, input }) => response([{ functionCall: { id, name, args: input } }])),
      response([{ text: "" }], stop === "length" ? "MAX_TOKENS" : "STOP"),
    ];
  },
  errorBody: (status) => JSON.stringify({ error: { code: status, message: `scripted failure ${status}`, status: "SCRIPTED" } }),
  malformedFrame: 'data: {"candidates": [{"content": {"parts": [{"text": "half\n\n',
  overloadedFrame: data({ error: { code: 429, message: "slow down", status: "RESOURCE_EXHAUSTED" } }),
};

export const protocolFrames = { openai, anthropic, gemini } as const;
