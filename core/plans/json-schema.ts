import { z } from "zod";
import { planDraftSchema } from "./schema.ts";

/** The JSON Schema of a plan as somebody writes it: what has a default may be left out. */
export const planJsonSchema = (): Record<string, unknown> => {
  const { $schema, ...rest } = z.toJSONSchema(planDraftSchema, { io: "input" });
  const properties = { $schema: { type: "string" }, ...rest.properties };
  return { $schema, title: "Olympus plan", ...rest, properties };
};
