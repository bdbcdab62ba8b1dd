import type { IncomingMessage, ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import type { LocalApi } from "#core/host";
import type { ToolCall, Usage } from "#core/llm/schema";
import { sendJson } from "../refusal.ts";
import { errorFrame, modelFailure, sendError, type WireError } from "./failure.ts";
import type { Understood } from "./request.ts";
import { createStopAt } from "./stop-at.ts";

interface Asking {
  readonly api: LocalApi;
  readonly understood: Understood;
  readonly modelId: string | null;
  readonly signal: AbortSignal;
}

/** What a completion consists of, in order; exactly one `end` or `failed`. */
type Piece =
  | { readonly type: "model"; readonly modelId: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "call"; readonly call: ToolCall; readonly index: number }
  | { readonly type: "end"; readonly reason: "stop" | "length" | "tool_calls"; readonly usage: Usage }
  | { readonly type: "failed"; readonly error: WireError };

const reasons = { stop: "stop", length: "length", "tool-calls": "tool_calls" } as const;

async function* piecesOf({ api, understood, modelId, signal }: Asking): AsyncGenerator<Piece> {
  const enough = new AbortController();
  const stopAt = createStopAt(understood.stop);
  let calls = 0;
  let usage: Usage = { inputTokens: 0, outputTokens: 0 };
  for await (const event of api.answer(understood.request, modelId, AbortSignal.any([signal, enough.signal]))) {
    if (event.type === "model-chosen") yield { type: "model", modelId: event.info.id };
    if (event.type === "model-tool-call") yield { type: "call", call: event.call, index: (calls += 1) - 1 };
    if (event.type === "model-delta") {
      const text = stopAt.push(event.text);
      if (text !== "") yield { type: "text", text };
      if (stopAt.stopped()) enough.abort();
    }
    if (event.type === "model-error" && !stopAt.stopped()) return yield { type: "failed", error: modelFailure(event.error) };
    if (event.type === "model-end" || event.type === "model-error") {
      ({ usage } = event);
      const rest = stopAt.rest();
      if (rest !== "") yield { type: "text", text: rest };
      return yield { type: "end", reason: event.type === "model-end" && !stopAt.stopped() ? reasons[event.reason] : "stop", usage };
    }
  }
}

const usageOf = ({ inputTokens, outputTokens, cachedInputTokens }: Usage) => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
  ...(cachedInputTokens === undefined ? {} : { prompt_tokens_details: { cached_tokens: cachedInputTokens } }),
});

const toolCallOf = ({ id, name, input }: ToolCall) => ({ id, type: "function", function: { name, arguments: JSON.stringify(input) } });

/** Answers in one piece. */
export const answerWhole = async (response: ServerResponse, asking: Asking, nowMs: number): Promise<void> => {
  let model = "";
  let text = "";
  const calls: ReturnType<typeof toolCallOf>[] = [];
  for await (const piece of piecesOf(asking)) {
    if (piece.type === "model") model = piece.modelId;
    if (piece.type === "text") text += piece.text;
    if (piece.type === "call") calls.push(toolCallOf(piece.call));
    if (piece.type === "failed") return sendError(response, piece.error);
    if (piece.type !== "end") continue;
    const message = {
      role: "assistant",
      content: text === "" && calls.length > 0 ? null : text,
      refusal: null,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
    sendJson(response, 200, {
      id: `chatcmpl-${randomUUID()}`,
      object: "chat.completion",
      created: Math.floor(nowMs / 1000),
      model,
      choices: [{ index: 0, message, finish_reason: piece.reason, logprobs: null }],
      usage: usageOf(piece.usage),
    });
  }
};

/** Waits until the client has taken what was written, or has left. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });

/** Answers as it comes. The head is sent with the first piece, so that a failure before it has a status of its own. */
export const answerStream = async (request: IncomingMessage, response: ServerResponse, asking: Asking, nowMs: number): Promise<void> => {
  const head = { id: `chatcmpl-${randomUUID()}`, object: "chat.completion.chunk", created: Math.floor(nowMs / 1000) };
  const { withUsage } = asking.understood;
  let model = "";
  const write = async (frame: string) => {
    if (!response.headersSent) {
      request.socket.setNoDelay(true);
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
    }
    if (!response.write(frame) && !response.destroyed) await drained(response);
  };
  const chunk = (delta: unknown, finish: string | null = null) =>
    write(
      `data: ${JSON.stringify({ ...head, model, choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }], ...(withUsage ? { usage: null } : {}) })}\n\n`,
    );
  let begun = false;
  const begin = async () => {
    if (!begun) await chunk({ role: "assistant", content: "" });
    begun = true;
  };
  for await (const piece of piecesOf(asking)) {
    if (piece.type === "model") model = piece.modelId;
    if (piece.type === "failed" && !response.headersSent) return sendError(response, piece.error);
    if (piece.type === "failed") return void response.end(errorFrame(piece.error));
    if (piece.type === "text") {
      await begin();
      await chunk({ content: piece.text });
    }
    if (piece.type === "call") {
      await begin();
      await chunk({ tool_calls: [{ index: piece.index, ...toolCallOf(piece.call) }] });
    }
    if (piece.type !== "end") continue;
    await begin();
    await chunk({}, piece.reason);
    if (withUsage) await write(`data: ${JSON.stringify({ ...head, model, choices: [], usage: usageOf(piece.usage) })}\n\n`);
    response.end("data: [DONE]\n\n");
  }
};
