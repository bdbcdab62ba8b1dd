import { z } from "zod";
import { abortedBy, type Result } from "#core/base";
import { err } from "#core/base/schema";
import { inputProblems } from "./input-problems.ts";
import type { Risk, ToolError } from "./schema.ts";
import type { Tool, ToolContext, ToolOutcome } from "./tool.ts";

interface ToolDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly summary: string;
  readonly risk: Risk;
  readonly input: Schema;
  readonly work: (input: z.infer<Schema>, context: ToolContext, signal: AbortSignal) => Promise<Result<ToolOutcome, ToolError>>;
}

/** A tool whose input is checked before its work sees it. The published JSON Schema is that of the output side: properties with defaults are required there. */
export const defineTool = <Schema extends z.ZodObject>({ name, summary, risk, input, work }: ToolDefinition<Schema>): Tool => ({
  info: { name, summary, risk, inputSchema: z.toJSONSchema(input, { io: "output" }) },
  input,
  run: async (given, context, signal) => {
    const parsed = input.safeParse(given);
    if (!parsed.success) return err({ type: "ToolInputInvalid", tool: name, reason: inputProblems(parsed.error, given) });
    if (signal.aborted) return err(abortedBy(signal));
    return work(parsed.data, context, signal);
  },
});
