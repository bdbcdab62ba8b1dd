import { expect, it } from "vitest";
import { z } from "zod";
import { answerSchemaFor } from "./answer-schema.ts";

const input = z.strictObject({
  path: z.string().min(1).max(9),
  kind: z.enum(["a", "b"]).default("a"),
  count: z.number().int().min(1).default(3),
  edit: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("x"), text: z.string() }),
    z.strictObject({ type: z.literal("y") }),
  ]),
});
const tool = { name: "files.edit", summary: "", risk: "medium" as const, inputSchema: z.toJSONSchema(input, { io: "output" }) };

const everySchema = (value: unknown): Record<string, unknown>[] =>
  typeof value !== "object" || value === null
    ? []
    : [...(Array.isArray(value) ? [] : [value as Record<string, unknown>]), ...Object.values(value).flatMap(everySchema)];

it.each(["cloud", "local"] as const)("[A8] the schema for a %s model uses only words that its engines know", (place) => {
  const schema = answerSchemaFor({ place }, [tool], [tool]);
  const text = JSON.stringify(schema);
  expect(text).not.toMatch(/"(const|default|minLength|maxLength|minimum|maximum|pattern|\$schema|allOf)"/);
  expect(text.includes('"anyOf"')).toBe(place === "cloud");
  expect(text.includes('"oneOf"')).toBe(place === "local");
  for (const object of everySchema(schema).filter(({ type, properties }) => type === "object" && properties !== undefined))
    expect(object).toMatchObject({ additionalProperties: false, required: Object.keys(object["properties"] as object) });
  expect(schema["type"]).toBe("object");
});
