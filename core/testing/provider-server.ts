import { gzipSync } from "node:zlib";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { protocolFrames, type Protocol } from "./provider-server-protocols.ts";

/** What the model behind the server says. */
export interface ScriptedAnswer {
  readonly text?: readonly string[];
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly stop?: "stop" | "length";
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
}

/** What goes wrong, if anything. Each request takes the next script; the last one repeats. */
export type ProviderScript =
  | { readonly type: "answer"; readonly answer: ScriptedAnswer }
  | { readonly type: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** A frame every so many milliseconds, as a model that is really writing. */
  | { readonly type: "paced"; readonly answer: ScriptedAnswer; readonly everyMs: number }
  /** Sends so many frames, then closes the socket without an end. */
  | { readonly type: "cut"; readonly answer: ScriptedAnswer; readonly afterFrames: number }
  /** Sends so many frames, then ends the response in good form, but too early. */
  | { readonly type: "early-end"; readonly answer: ScriptedAnswer; readonly afterFrames: number }
  | { readonly type: "malformed"; readonly answer: ScriptedAnswer; readonly afterFrames: number }
  /** Every byte, or every few, in a write of its own, so that characters and lines are split anywhere. */
  | { readonly type: "byte-by-byte"; readonly answer: ScriptedAnswer; readonly pieceBytes?: number }
  /** Sends so many frames one byte at a time, then nothing more, for ever. */
  | { readonly type: "stall"; readonly answer: ScriptedAnswer; readonly afterFrames: number }
  /** Takes the request and never answers. */
  | { readonly type: "mute" }
  | { readonly type: "hang-up" }
  | { readonly type: "web-page"; readonly status: number }
  /** Sends so many bytes of the answer, wherever that cuts a line or a character, then nothing more, or breaks or ends the connection. */
  | {
      readonly type: "cut-at-byte";
      readonly answer: ScriptedAnswer;
      readonly afterBytes: number;
      readonly ending: "stall" | "reset" | "end";
    }
  /** Compressed frames that say nothing and grow to so many megabytes. */
  | { readonly type: "gzip-bomb"; readonly megabytes: number }
  /** Any body at all as if it were an answer. */
  | { readonly type: "raw"; readonly contentType: string; readonly body: string }
  /** An error inside the stream, as the protocol words it. */
  | { readonly type: "overloaded-in-stream"; readonly answer: ScriptedAnswer; readonly afterFrames: number };

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
}

export interface ProviderServer {
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  /** Resolves when the connection of the `index`-th request has been closed by the client. */
  readonly closedByClient: (index: number) => Promise<void>;
  readonly script: (...steps: readonly ProviderScript[]) => void;
  /** In place of a script: what each request gets by itself, for tests that ask many things at once. */
  readonly choose: (choice: (request: SeenRequest) => ProviderScript) => void;
  readonly close: () => Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
};

const bombs = new Map<number, Buffer>();

const gzipBomb = (megabytes: number): Buffer => {
  const known = bombs.get(megabytes);
  if (known !== undefined) return known;
  // Comments, which every reader of events skips.
  const made = gzipSync(Buffer.alloc(megabytes * 1024 * 1024, `: ${"x".repeat(1020)}\n\n`));
  bombs.set(megabytes, made);
  return made;
};

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Small writes leave as packets of their own, and the reader gets a chance between them. */
const drip = async (response: ServerResponse, text: string, pieceBytes = 1) => {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length && !response.destroyed; start += pieceBytes) {
    response.write(bytes.subarray(start, start + pieceBytes));
    await nextTurn();
  }
};

/** A frame that is late does not make the next one late. */
const writeAtPace = async (response: ServerResponse, frames: readonly string[], everyMs: number): Promise<void> => {
  const beginMs = performance.now();
  for (const [index, frame] of frames.entries()) {
    const dueMs = beginMs + index * everyMs - performance.now();
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
    if (response.destroyed) return;
    response.write(frame);
  }
  response.end();
};

const play = async (response: ServerResponse, step: ProviderScript, protocol: Protocol): Promise<void> => {
  if (step.type === "mute") return;
  if (step.type === "hang-up") return void response.destroy();
  if (step.type === "status") {
    response.writeHead(step.status, { "content-type": "application/json", ...step.headers });
    return void response.end(step.body ?? protocol.errorBody(step.status));
  }
  if (step.type === "web-page") {
    response.writeHead(step.status, { "content-type": "text/html" });
    return void response.end("<!doctype html><html><body><h1>Bad gateway</h1><script>alert(1)</script></body></html>");
  }
  if (step.type === "raw") {
    response.writeHead(200, { "content-type": step.contentType });
    return void response.end(step.body);
  }
  if (step.type === "gzip-bomb") {
    response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
    return void response.end(gzipBomb(step.megabytes));
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
  const frames = protocol.frames(step.answer);
  if (step.type === "answer") return void response.end(frames.join(""));
  if (step.type === "paced") return writeAtPace(response, frames, step.everyMs);
  if (step.type === "byte-by-byte") {
    await drip(response, frames.join(""), step.pieceBytes);
    return void response.end();
  }
  if (step.type === "cut-at-byte") {
    const bytes = Buffer.from(frames.join("")).subarray(0, step.afterBytes);
    await new Promise((resolve) => response.write(bytes, resolve));
    if (step.ending === "end") response.end();
    if (step.ending === "reset") response.socket?.resetAndDestroy();
    return;
  }
  const sent = frames.slice(0, step.afterFrames);
  if (step.type === "stall") return drip(response, sent.join("") + (frames[step.afterFrames] ?? "").slice(0, 12));
  for (const frame of sent) {
    response.write(frame);
    await nextTurn();
  }
  if (step.type === "malformed") return void response.end(protocol.malformedFrame);
  if (step.type === "overloaded-in-stream") return void response.end(protocol.overloadedFrame);
  if (step.type === "early-end") return void response.end();
  // What was written is to arrive before the connection breaks.
  await new Promise((resolve) => response.write("\n", resolve));
  response.socket?.destroy();
};

/** A real HTTP server on a free loopback port that speaks one of the three protocols by script, with faults. To be closed. */
export const startProviderServer = async (name: keyof typeof protocolFrames): Promise<ProviderServer> => {
  const protocol = protocolFrames[name];
  const requests: SeenRequest[] = [];
  const closings: PromiseWithResolvers<void>[] = [];
  let steps: readonly ProviderScript[] = [{ type: "answer", answer: { text: ["Hello"] } }];
  let played = 0;
  let choice: ((request: SeenRequest) => ProviderScript) | null = null;

  const closing = (index: number) => (closings[index] ??= Promise.withResolvers<void>());

  const server = createServer((request, response) => {
    void (async () => {
      const index = requests.length;
      requests.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: {} });
      response.on("close", () => response.writableFinished || closing(index).resolve());
      response.on("error", () => {});
      const seen = { ...(requests[index] as SeenRequest), body: await readBody(request) };
      requests[index] = seen;
      const step = choice === null ? steps[Math.min(played, steps.length - 1)] : choice(seen);
      played += 1;
      if (step !== undefined) await play(response, step, protocol);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    closedByClient: (index) => closing(index).promise,
    script: (...next) => {
      steps = next;
      played = 0;
      choice = null;
    },
    choose: (next) => void (choice = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
