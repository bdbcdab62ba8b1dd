import { randomUUID } from "node:crypto";
import { ORPCError } from "@orpc/server";
import type { Log } from "#core/base";

/** Writes down what broke, with its stack, and gives the reference that is shown instead. */
export type ReportDefect = (cause: unknown, fields: Readonly<Record<string, unknown>>) => string;

export const createDefectReporter =
  (log: Log): ReportDefect =>
  (cause, fields) => {
    const reference = randomUUID();
    log.error("defect", { ...fields, reference, stack: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
    return reference;
  };

/** A defect as the transports carry it: HTTP 500 and `{ type: "Defect", reference }`. */
const defectError = (reference: string) =>
  new ORPCError("DEFECT", { status: 500, defined: true, message: "Defect", data: { type: "Defect", reference } });

/** Expected failures and refused input are `ORPCError`s with a status below 500; everything else broke. */
const isExpected = (cause: unknown): boolean => cause instanceof ORPCError && cause.status < 500;

interface Call {
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly next: () => Promise<unknown>;
}

const isStream = (value: unknown): value is AsyncIterableIterator<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/**
 * A client interceptor for oRPC handlers: an operation or stream that breaks is logged and answered with a reference.
 * A caller that went away is not a defect.
 */
export const createDefectInterceptor = (report: ReportDefect) => {
  const translate = (cause: unknown, call: Call): unknown =>
    isExpected(cause) || call.signal?.aborted === true ? cause : defectError(report(cause, { operation: call.path.join(".") }));

  async function* guard(stream: AsyncIterableIterator<unknown>, call: Call) {
    try {
      yield* stream;
    } catch (cause) {
      throw translate(cause, call);
    }
  }

  return async (call: Call): Promise<unknown> => {
    try {
      const output = await call.next();
      return isStream(output) ? guard(output, call) : output;
    } catch (cause) {
      throw translate(cause, call);
    }
  };
};
