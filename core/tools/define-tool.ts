import { z } from "zod";
import { abortedBy, type Result } from "#core/base";
import { err } from "#core/base/schema";
import type { Risk, ToolError } from "./schema.ts";
import type { Tool, ToolContext, ToolOutcome } from "./tool.ts";

interface ToolDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly summary: string;
  readonly risk: Risk;
  readonly input: Schema;
  readonly work: (input: z.infer<Schema>, context: ToolContext, signal: AbortSignal) => Promise<Result<ToolOutcome, ToolError>>;
}

/** One sentence per problem, for a model that repairs its call. */
const reasonsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.length === 0 ? "input" : path.join(".")}: ${message}`).join("; ");

/** A tool whose input is checked before its work sees it. The published JSON Schema is that of the output side: properties with defaults are required there. */
export const defineTool = <Schema extends z.ZodObject>({ name, summary, risk, input, work }: ToolDefinition<Schema>): Tool => ({
  info: { name, summary, risk, inputSchema: z.toJSONSchema(input, { io: "output" }) },
  input,
  run: async (given, context, signal) => {
    const parsed = input.safeParse(given);
    if (!parsed.success) return err({ type: "ToolInputInvalid", tool: name, reason: reasonsOf(parsed.error) });
    if (signal.aborted) return err(abortedBy(signal));
    return work(parsed.data, context, signal);
  },
});
