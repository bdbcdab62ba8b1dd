import { ORPCError } from "@orpc/client";
import type { AppError } from "#core/contract";
import { err, ok, type Result } from "#core/base/schema";

/** Everything a call can fail with: what the host answers, and what only a client can meet. */
export type ClientError =
  | AppError
  /** The host did not answer or the line broke. The work may have gone on there; read the state anew. */
  | { readonly type: "ConnectionLost" }
  /** The session ended; the sign-in screen is on its way. */
  | { readonly type: "SignedOut" }
  /** The host refused the request's shape, size or rate: `status` is the HTTP status. */
  | { readonly type: "RequestRefused"; readonly status: number; readonly reason: string };

const isTagged = (value: unknown): value is AppError =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** What a failed call means. `signal` is the caller's own, to tell "I stopped it" from "it broke". */
export const toClientError = (cause: unknown, signal?: AbortSignal): ClientError => {
  if (signal?.aborted) return { type: "Aborted", by: "user" };
  if (!(cause instanceof ORPCError)) return { type: "ConnectionLost" };
  if (isTagged(cause.data)) return cause.data;
  if (cause.status === 401) return { type: "SignedOut" };
  if (cause.status >= 500) return { type: "Defect", reference: cause.message };
  return { type: "RequestRefused", status: cause.status, reason: cause.message };
};

/** A call's outcome as a value. Features never see an exception. */
export const attempt = async <T>(call: PromiseLike<T>, signal?: AbortSignal): Promise<Result<T, ClientError>> => {
  try {
    return ok(await call);
  } catch (cause) {
    return err(toClientError(cause, signal));
  }
};

/** What a refused HTTP request means. Failures of an operation (404, 422) and defects (500) are answered as themselves; the rest is about the request. */
export const toRefusal = (status: number, body: unknown): ClientError => {
  if (status === 401) return { type: "SignedOut" };
  if ((status === 404 || status === 422 || status === 500) && isTagged(body)) return body;
  return { type: "RequestRefused", status, reason: isTagged(body) ? body.type : "" };
};
