import type { z } from "zod";
import { err, ok, type Result } from "./schema.ts";

export interface JsonInvalid {
  readonly type: "JsonInvalid";
  readonly reason: string;
}

/** Reads JSON that came from outside (disk, model, tool) and checks its shape. Never throws. */
export const parseJson = <Schema extends z.ZodType>(text: string, schema: Schema): Result<z.infer<Schema>, JsonInvalid> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err({ type: "JsonInvalid", reason: error instanceof Error ? error.message : String(error) });
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err({ type: "JsonInvalid", reason: parsed.error.message });
};
