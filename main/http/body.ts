import type { IncomingMessage } from "node:http";
import { err, ok, type Result } from "#core/base/schema";
import type { Refusal } from "./refusal.ts";

/** The largest JSON body: a question may have 100,000 characters and a request 1,000 paths. */
const jsonLimitBytes = 2 * 1024 * 1024;

const mediaTypeOf = (request: IncomingMessage): string => (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

const hasBody = (request: IncomingMessage): boolean =>
  request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;

/**
 * Reads a JSON body; undefined when there is none. Only `application/json` is taken: a page of another site cannot send that without
 * asking first, and the body must be whole within `deadlineMs`: a slow-loris sends a byte now and then. Errors: MediaTypeRefused, BodyTooLarge, RequestTooSlow, RequestInvalid.
 */
export const readJsonBody = async (
  request: IncomingMessage,
  deadlineMs: number,
  limitBytes = jsonLimitBytes,
): Promise<Result<unknown, Refusal>> => {
  if (!hasBody(request)) return ok(undefined);
  if (mediaTypeOf(request) !== "application/json") return err({ status: 415, type: "MediaTypeRefused", allowed: ["application/json"] });
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) return err({ status: 413, type: "BodyTooLarge", limitBytes });
  const bytes = await collect(request, deadlineMs, limitBytes);
  if (!bytes.ok) return bytes;
  try {
    return ok(bytes.value.length === 0 ? undefined : JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value)));
  } catch {
    return err({ status: 400, type: "RequestInvalid", reason: "the body is not JSON" });
  }
};

const collect = (request: IncomingMessage, deadlineMs: number, limitBytes: number): Promise<Result<Buffer, Refusal>> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    const finish = (result: Result<Buffer, Refusal>) => {
      clearTimeout(timer);
      request.off("data", receive).off("end", end).off("close", broken);
      if (!result.ok) request.pause();
      resolve(result);
    };
    const receive = (part: Buffer) => {
      sizeBytes += part.length;
      if (sizeBytes > limitBytes) finish(err({ status: 413, type: "BodyTooLarge", limitBytes }));
      else parts.push(part);
    };
    const end = () => finish(ok(Buffer.concat(parts)));
    const broken = () => finish(err({ status: 400, type: "RequestInvalid", reason: "the body ended early" }));
    const timer = setTimeout(() => finish(err({ status: 408, type: "RequestTooSlow" })), deadlineMs);
    request.on("data", receive).on("end", end).on("close", broken);
  });
