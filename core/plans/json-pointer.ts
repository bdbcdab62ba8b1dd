import type { z } from "zod";
import { err, ok, type Result } from "#core/base/schema";

export type Json = z.infer<ReturnType<typeof z.json>>;

/** The part of a JSON value an RFC 6901 pointer names; "" is the whole. The error is the pointer up to the first name that is not there. */
export const atPointer = (value: Json, pointer: string): Result<Json, string> => {
  let current: Json = value;
  const names = pointer.split("/").slice(1);
  for (const [index, raw] of names.entries()) {
    const name = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    const next: Json | undefined =
      typeof current !== "object" || current === null
        ? undefined
        : Array.isArray(current)
          ? /^(0|[1-9][0-9]*)$/.test(name)
            ? current[Number(name)]
            : undefined
          : Object.hasOwn(current, name)
            ? current[name]
            : undefined;
    if (next === undefined) return err(`/${names.slice(0, index + 1).join("/")}`);
    current = next;
  }
  return ok(current);
};
