import type { IncomingMessage, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Why the host did not answer a request. `type` goes to the client; there is never a stack or a path in it. */
export type Refusal =
  | { readonly status: 400; readonly type: "RequestInvalid"; readonly reason: string }
  | { readonly status: 401; readonly type: "SignInNeeded" }
  | { readonly status: 401; readonly type: "PassphraseWrong"; readonly attemptsLeft: number }
  | { readonly status: 403; readonly type: "OriginRefused" }
  | { readonly status: 403; readonly type: "CsrfTokenMissing" }
  | { readonly status: 403; readonly type: "SetupCodeWrong"; readonly attemptsLeft: number }
  | { readonly status: 404; readonly type: "NotFound" }
  | { readonly status: 405; readonly type: "MethodRefused"; readonly allowed: readonly string[] }
  | { readonly status: 408; readonly type: "RequestTooSlow" }
  | { readonly status: 409; readonly type: "AlreadySetUp" }
  | { readonly status: 413; readonly type: "BodyTooLarge"; readonly limitBytes: number }
  | { readonly status: 415; readonly type: "MediaTypeRefused"; readonly allowed: readonly string[] }
  | { readonly status: 421; readonly type: "HostRefused" }
  | { readonly status: 422; readonly type: "PassphraseTooShort"; readonly minimumLength: number }
  | { readonly status: 429; readonly type: "LockedOut" | "TooManyRequests"; readonly retryAfterMs: number }
  | { readonly status: 431; readonly type: "HeadersTooMany" }
  | { readonly status: 500; readonly type: "Defect"; readonly reference: string }
  | { readonly status: 503; readonly type: "NotBuilt" | "TooManyConnections" };

const bodyOf = ({ status: _status, ...body }: Refusal): string => JSON.stringify(body);

const retryAfter = (refusal: Refusal): Record<string, string> =>
  "retryAfterMs" in refusal ? { "retry-after": String(Math.ceil(refusal.retryAfterMs / 1000)) } : {};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
};

/** Answers a refusal. The connection is closed when the request's body was not read to its end: the rest is not worth receiving. */
export const refuse = (request: IncomingMessage, response: ServerResponse, refusal: Refusal): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const unread = !request.complete;
  response.writeHead(refusal.status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...retryAfter(refusal),
    ...(refusal.type === "MethodRefused" ? { allow: refusal.allowed.join(", ") } : {}),
    ...(unread ? { connection: "close" } : {}),
  });
  response.end(bodyOf(refusal));
};

/** The same for a request that asked to become a WebSocket and has no `ServerResponse`. */
export const refuseUpgrade = (socket: Duplex, refusal: Refusal): void => {
  const body = bodyOf(refusal);
  const lines = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ""}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "connection: close",
    ...Object.entries(retryAfter(refusal)).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
};
