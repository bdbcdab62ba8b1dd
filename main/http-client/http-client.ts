import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestSecure } from "node:https";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { pipeline, type Readable } from "node:stream";
import { abortedBy, reasonOf, type Aborted, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { HttpAnswer, HttpClient, HttpRequest } from "#core/host";
import type { ToolError } from "#core/tools/schema";
import { pinnedAddress, systemResolve, type Address, type Resolve } from "./pinned-address.ts";

/** Headers of an answer; Node's own default, said here because the limit is a promise. */
const mostHeaderBytes = 16 * 1024;

const decoded = (answer: IncomingMessage): Readable => {
  const decoders = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress };
  const encoding = (answer.headers["content-encoding"] ?? "").trim().toLowerCase();
  const create = Object.hasOwn(decoders, encoding) ? decoders[encoding as keyof typeof decoders] : undefined;
  if (create === undefined) return answer;
  // The decoder's own `error` event tells of a broken stream; the callback keeps it from being unhandled here.
  return pipeline(answer, create(), () => {});
};

/** The first bytes of a body, after decompression. Stops reading at the limit: what a few kilobytes unpack to is never held. */
const readBody = async (answer: IncomingMessage, limitBytes: number): Promise<{ body: Uint8Array; truncated: boolean }> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decoded(answer) as AsyncIterable<Buffer>) {
    const wanted = chunk.subarray(0, limitBytes - size);
    chunks.push(wanted);
    size += wanted.length;
    if (wanted.length < chunk.length) return { body: new Uint8Array(Buffer.concat(chunks)), truncated: true };
  }
  return { body: new Uint8Array(Buffer.concat(chunks)), truncated: false };
};

const addressOf = async (resolve: Resolve, { url, refusalOf }: HttpRequest): Promise<Result<Address, ToolError>> => {
  const pinned = await pinnedAddress(resolve, url, refusalOf);
  if (pinned.ok) return pinned;
  const { isRefused, reason } = pinned.error;
  return err({ type: isRefused ? "AddressRefused" : "RequestFailed", url: url.href, reason });
};

const exchange = (request: HttpRequest, { address, family }: Address, signal: AbortSignal): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const { url, method, body, contentType, limitBytes } = request;
    const open = url.protocol === "https:" ? requestSecure : requestPlain;
    const sent = open(
      url,
      {
        method,
        signal,
        agent: false,
        maxHeaderSize: mostHeaderBytes,
        // Whatever the name leads to by now, the connection goes to the address that was looked at.
        lookup: (_name, options, callback) => (options.all ? callback(null, [{ address, family }]) : callback(null, address, family)),
        headers: {
          accept: "*/*",
          "accept-encoding": "gzip, deflate, br",
          "user-agent": "Olympus",
          ...(contentType === null ? {} : { "content-type": contentType }),
          ...(body === null ? {} : { "content-length": body.length }),
        },
      },
      (answer) => {
        void readBody(answer, limitBytes)
          .then((read) =>
            resolve({
              status: answer.statusCode ?? 0,
              contentType: answer.headers["content-type"] ?? "",
              location: answer.headers.location ?? null,
              ...read,
            }),
          )
          .catch(reject)
          .finally(() => sent.destroy());
      },
    );
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });

/**
 * Requests of tools, by Node's own client. A name is resolved once, every address checked, and the connection made to a checked one.
 * Errors: AddressRefused, RequestFailed, ToolTooSlow (name, connection, answer and body together), Aborted.
 */
export const createHttpClient = (resolve: Resolve = systemResolve): HttpClient => ({
  send: async (request, signal) => {
    const limit = AbortSignal.timeout(request.timeoutMs);
    const both = AbortSignal.any([signal, limit]);
    const { url } = request;
    const failure = (cause: unknown): ToolError | Aborted => {
      if (signal.aborted) return abortedBy(signal);
      if (limit.aborted) return { type: "ToolTooSlow", tool: "http.fetch", limitMs: request.timeoutMs };
      return { type: "RequestFailed", url: url.href, reason: reasonOf(cause) };
    };
    const stopped = new Promise<never>((_, reject) => both.addEventListener("abort", () => reject(new Error("stopped")), { once: true }));
    stopped.catch(() => {});
    try {
      if (both.aborted) return err(failure(null));
      const address = await Promise.race([addressOf(resolve, request), stopped]);
      if (!address.ok) return address;
      return ok(await exchange(request, address.value, both));
    } catch (cause) {
      return err(failure(cause));
    }
  },
});
