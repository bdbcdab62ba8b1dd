import type { ModelInfo } from "#core/llm/schema";
import type { ToolInfo } from "#core/tools/schema";

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const closed = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const oneOf = (...values: readonly string[]): Schema => ({ type: "string", enum: values });
const text: Schema = { type: "string" };
const texts: Schema = { type: "array", items: text };

/** Where a step takes a text it may also take one from an earlier step. */
const reference: Schema = closed({ $from: text, pointer: text });

/**
 * The JSON Schema a model's answer has to obey, in the words that every engine knows: closed objects with all properties required, `enum` instead of
 * `const`, no limits. OpenAI's strict mode knows `anyOf` only, the grammar of llama.cpp `oneOf` only; neither takes a choice at the root.
 */
export const answerSchemaFor = (
  { place }: Pick<ModelInfo, "place">,
  tools: readonly ToolInfo[],
  lookTools: readonly ToolInfo[],
): Readonly<Record<string, unknown>> => {
  const choice = (...options: readonly Schema[]): Schema =>
    options.length === 1 && options[0] !== undefined ? options[0] : { [place === "local" ? "oneOf" : "anyOf"]: options };

  const plain = (schema: unknown, textSchema: Schema): Schema => {
    if (!isSchema(schema)) return text;
    const options = schema["anyOf"] ?? schema["oneOf"];
    if (Array.isArray(options)) return choice(...options.map((option) => plain(option, textSchema)));
    if ("const" in schema) return { enum: [schema["const"]] };
    if (Array.isArray(schema["enum"])) return { enum: schema["enum"] };
    switch (schema["type"]) {
      case "object": {
        const properties = isSchema(schema["properties"]) ? Object.entries(schema["properties"]) : [];
        return closed(Object.fromEntries(properties.map(([name, property]) => [name, plain(property, textSchema)])));
      }
      case "array":
        return { type: "array", items: plain(schema["items"], textSchema) };
      case "integer":
      case "number":
      case "boolean":
      case "null":
        return { type: schema["type"] };
      default:
        return textSchema;
    }
  };

  const referable: Schema = { $ref: "#/$defs/text" };
  const steps = tools.map(({ inputSchema, name }) =>
    closed({ name: text, why: text, tool: oneOf(name), input: plain(inputSchema, referable), after: texts, mayChange: texts }),
  );
  const looks = lookTools.map(({ inputSchema, name }) =>
    closed({ action: oneOf("look"), tool: oneOf(name), input: plain(inputSchema, text) }),
  );
  const plan = closed({ action: oneOf("plan"), title: text, steps: { type: "array", items: choice(...steps) } });
  const answer = closed({ action: oneOf("answer"), text });
  return {
    ...closed({ next: choice(...looks, plan, answer) }),
    $defs: { text: choice(text, reference, closed({ $text: { type: "array", items: choice(text, reference) } })) },
  };
};
