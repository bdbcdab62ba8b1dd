import { ORPCError } from "@orpc/client";
import { expect, it } from "vitest";
import { retryDelayMs } from "./connection.ts";
import { attempt, toClientError, toRefusal } from "./failure.ts";
import { consume } from "./streams.ts";

it("hands the host's own failure on unchanged", () => {
  const data = { type: "ChunkNotFound", chunkId: 7 } as const;
  expect(toClientError(new ORPCError("MISSING", { status: 404, data }))).toEqual(data);
});

it("tells a broken line from a stop somebody asked for", () => {
  const controller = new AbortController();
  expect(toClientError(new DOMException("closed", "AbortError"), controller.signal)).toEqual({ type: "ConnectionLost" });
  controller.abort();
  expect(toClientError(new DOMException("closed", "AbortError"), controller.signal)).toEqual({ type: "Aborted", by: "user" });
});

it("tells apart what the host refuses before it looks at the operation", () => {
  expect(toClientError(new ORPCError("UNAUTHORIZED"))).toEqual({ type: "SignedOut" });
  expect(toClientError(new ORPCError("BAD_REQUEST", { message: "Input validation failed" }))).toMatchObject({
    type: "RequestRefused",
    status: 400,
  });
  expect(toRefusal(413, { type: "BodyTooLarge", limitBytes: 1 })).toEqual({ type: "RequestRefused", status: 413, reason: "BodyTooLarge" });
  expect(toRefusal(422, { type: "UploadRefused", reason: "x" })).toEqual({ type: "UploadRefused", reason: "x" });
});

it("turns a rejected call into a value", async () => {
  expect(await attempt(Promise.reject(new TypeError("fetch failed")))).toEqual({ ok: false, error: { type: "ConnectionLost" } });
  expect(await attempt(Promise.resolve(3))).toEqual({ ok: true, value: 3 });
});

it("delivers what came before a stream broke, in order, and says that it broke", async () => {
  const seen: number[] = [];
  async function* broken() {
    yield 1;
    yield 2;
    throw new Error("closed");
  }
  expect(await consume(Promise.resolve(broken()), (value) => seen.push(value))).toEqual({ ok: false, error: { type: "ConnectionLost" } });
  expect(seen).toEqual([1, 2]);
});

it("waits longer after every failure, and never above ten seconds", () => {
  const delays = [0, 1, 2, 3, 4, 5, 50].map((failures) => retryDelayMs(failures, 0));
  expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000]);
  expect(retryDelayMs(50, 1)).toBe(10_000);
});
