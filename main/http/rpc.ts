import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { AnyRouter } from "@orpc/server";
import { RPCHandler } from "@orpc/server/ws";
import { WebSocketServer, type WebSocket } from "ws";
import type { LogDep } from "#core/base";
import { createDefectInterceptor, type ReportDefect } from "../logging/index.ts";
import type { Caller } from "./authenticate.ts";

export const rpcPath = "/api/rpc";

/** A message holds one call; files larger than this come through `POST /api/rest/library/uploads`, which streams. */
const messageLimitBytes = 16 * 1024 * 1024;
/** A client that misses one round of this is gone: laptops sleep without saying good-bye. */
const heartbeatMs = 30_000;
/** Close code of our own (RFC 6455 section 7.4.2 leaves 4000–4999 to applications): the session or token ended. */
const signedOutCode = 4401;

/**
 * The contract over WebSocket. One caller's connections end when the session or token does. A slow reader slows down the streams
 * it reads instead of filling memory: a message counts as sent when the system took it.
 */
export const createRpc = (router: AnyRouter, { log, report }: LogDep & { readonly report: ReportDefect }) => {
  const handler = new RPCHandler(router, { clientInterceptors: [createDefectInterceptor(report)] });
  const server = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes, perMessageDeflate: false, clientTracking: true });
  const silent = new WeakSet<WebSocket>();

  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, heartbeatMs);
  heartbeat.unref();

  const serve = (socket: WebSocket, caller: Caller): void => {
    const signedOut = () => socket.close(signedOutCode, "signed out");
    caller.ended.addEventListener("abort", signedOut, { once: true });
    socket.on("pong", () => silent.delete(socket));
    socket.on("error", (error) => log.warn("WebSocket failed", { reason: error.message }));
    socket.on("close", () => caller.ended.removeEventListener("abort", signedOut));
    const send = (data: string | Uint8Array) => new Promise<void>((resolve) => socket.send(data, () => resolve()));
    void handler.upgrade({ addEventListener: socket.addEventListener.bind(socket), send } as unknown as WebSocket, { context: {} });
  };

  return {
    accept: (request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void =>
      server.handleUpgrade(request, socket, head, (opened) => serve(opened, caller)),
    connectionCount: (): number => server.clients.size,
    /** Asks every client to go; those that stay are cut off by the server's own close. */
    close: (): void => {
      clearInterval(heartbeat);
      for (const socket of server.clients) socket.close(1001, "the host is closing");
      server.close();
    },
    terminate: (): void => server.clients.forEach((socket) => socket.terminate()),
  };
};
