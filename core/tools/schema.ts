import { z } from "zod";
import { abortedSchema } from "#core/base/schema";
import { fileOperationSchema, workspaceErrorSchema } from "#core/workspace/schema";

/** Anything that JSON can say. */
export const jsonValueSchema = z.json();
export type JsonValue = z.infer<typeof jsonValueSchema>;

export const toolNameSchema = z.string().regex(/^[a-z]+\.[a-z-]+$/);

/** How much harm a call can do: low reads, medium changes what can be undone, high reaches outside or cannot be undone. */
export const riskSchema = z.enum(["low", "medium", "high"]);
export type Risk = z.infer<typeof riskSchema>;

/** What one call does to the world, as far as it can be known. The union is what an approval is about. */
export const effectSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("file"),
    operation: fileOperationSchema,
    /** Unified diff of text files, "" when there is none to show. */ diff: z.string(),
  }),
  z.object({
    type: z.literal("http"),
    method: z.string(),
    url: z.string(),
    host: z.string(),
    /** The exact bytes that leave, by hash, size and (text, at most 4,000 characters) preview. */
    bodySha256: z.string().nullable(),
    bodyBytes: z.number(),
    bodyPreview: z.string(),
  }),
  z.object({ type: z.literal("command"), command: z.string(), folder: z.string(), network: z.boolean() }),
  z.object({ type: z.literal("memory"), title: z.string(), sha256: z.string(), preview: z.string() }),
  z.object({ type: z.literal("notification"), title: z.string(), text: z.string() }),
]);
export type Effect = z.infer<typeof effectSchema>;

export const toolErrorSchema = z.discriminatedUnion("type", [
  abortedSchema,
  ...workspaceErrorSchema.options,
  z.object({ type: z.literal("ToolNotFound"), tool: z.string() }),
  z.object({ type: z.literal("ToolInputInvalid"), tool: z.string(), reason: z.string() }),
  z.object({ type: z.literal("PatchDoesNotFit"), path: z.string(), reason: z.string() }),
  z.object({ type: z.literal("AddressRefused"), url: z.string(), reason: z.string() }),
  z.object({ type: z.literal("RequestFailed"), url: z.string(), reason: z.string() }),
  z.object({ type: z.literal("CommandFailed"), command: z.string(), exitCode: z.number().nullable(), output: z.string() }),
  z.object({ type: z.literal("SandboxUnavailable"), reason: z.string() }),
  /** Whoever runs the tool did not let this outside effect happen; nothing left the machine. */
  z.object({ type: z.literal("EffectRefused"), reason: z.string() }),
  /** The command changed places its step does not name; all of its changes were thrown away. */
  z.object({ type: z.literal("ChangedTooMuch"), command: z.string(), paths: z.array(z.string()) }),
  z.object({ type: z.literal("ToolTooSlow"), tool: z.string(), limitMs: z.number() }),
]);
export type ToolError = z.infer<typeof toolErrorSchema>;

export const toolInfoSchema = z.object({
  name: toolNameSchema,
  summary: z.string(),
  risk: riskSchema,
  /** JSON Schema of the input; every property is required. */
  inputSchema: z.record(z.string(), z.unknown()),
});
export type ToolInfo = z.infer<typeof toolInfoSchema>;
