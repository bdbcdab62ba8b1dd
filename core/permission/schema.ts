import { z } from "zod";
import { idSchema } from "#core/base/schema";
import { modeSchema, runIdSchema } from "#core/plans/schema";
import { effectSchema, riskSchema } from "#core/tools/schema";

export const approvalIdSchema = idSchema("appr");
export type ApprovalId = z.infer<typeof approvalIdSchema>;
export const grantIdSchema = idSchema("grant");
export type GrantId = z.infer<typeof grantIdSchema>;

/**
 * What a standing grant is about; each covers only what it says and nothing more.
 * `host`: requests to exactly this host (and port, when one is given). `path`: file changes whose every path matches the glob, in this workspace.
 * `tool`: every call of this tool. `command`: commands made of exactly these words followed by others, without any shell syntax.
 */
export const patternSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("host"), host: z.string().min(1).max(300) }),
  z.object({ type: z.literal("path"), workspaceRoot: z.string().min(1), glob: z.string().min(1).max(1024) }),
  z.object({ type: z.literal("tool"), tool: z.string().min(1).max(200) }),
  z.object({ type: z.literal("command"), prefix: z.string().min(1).max(1000) }),
]);
export type Pattern = z.infer<typeof patternSchema>;

/** How far a yes reaches: this one call, this tool and destination within this run, or a pattern until it is revoked. */
export const scopeSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("once"), runId: z.string(), callHash: z.string() }),
  z.object({ type: z.literal("run"), runId: z.string(), tool: z.string(), destinations: z.array(z.string()) }),
  z.object({ type: z.literal("pattern"), pattern: patternSchema }),
]);
export type Scope = z.infer<typeof scopeSchema>;

export const grantSchema = z.object({
  id: grantIdSchema,
  scope: scopeSchema,
  /** Also lets data leave after a run has read untrusted text. Only ever true for a `host` pattern, and only by the person's explicit choice. */
  evenAfterReading: z.boolean(),
  /** What it allows, in one plain sentence. */
  words: z.string(),
  createdAtMs: z.number(),
  /** Null: until revoked. */
  expiresAtMs: z.number().nullable(),
});
export type Grant = z.infer<typeof grantSchema>;

export const askReasonSchema = z.enum([
  /** Draft: the effect is not part of an approved plan. */
  "not-approved",
  /** Autopilot: high risk. */
  "high-risk",
  /** Autopilot: changes files outside the granted folders. */
  "outside-granted-folders",
  /** The run has read untrusted text and this could send data out. */
  "data-may-leave",
]);
export type AskReason = z.infer<typeof askReasonSchema>;

/** A question to the person. `effects` names the exact bytes (hash, size, preview) and where they go. */
export const approvalRequestSchema = z.object({
  id: approvalIdSchema,
  runId: runIdSchema,
  step: z.string(),
  tool: z.string(),
  mode: modeSchema,
  risk: riskSchema,
  reason: askReasonSchema,
  /** Where the untrusted text came from, newest last; empty when none was read. */
  readFrom: z.array(z.string()),
  effects: z.array(effectSchema),
  unpredictable: z.array(z.string()),
  /** Hosts data would go to. */
  destinations: z.array(z.string()),
  /** Over tool, input and effects: approving once approves exactly this. */
  callHash: z.string(),
  /** Patterns that would cover this call, narrowest first; empty when only `once` may be chosen. */
  patterns: z.array(patternSchema),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  state: z.enum(["pending", "approved", "rejected", "expired"]),
  decidedAtMs: z.number().nullable(),
});
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;

export const answerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("once") }),
  z.object({ type: z.literal("run") }),
  z.object({ type: z.literal("pattern"), pattern: patternSchema, evenAfterReading: z.boolean().default(false) }),
  z.object({ type: z.literal("reject") }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** Why a call may go on. */
export const becauseSchema = z.discriminatedUnion("type", [
  /** It changes nothing and sends nothing. */
  z.object({ type: z.literal("reads-only") }),
  /** A person approved the plan with exactly these effects. */
  z.object({ type: z.literal("approved-plan") }),
  z.object({ type: z.literal("grant"), grantIds: z.array(z.string()) }),
  /** Autopilot lets low and medium risk inside granted folders go on. */
  z.object({ type: z.literal("policy") }),
]);
export type Because = z.infer<typeof becauseSchema>;

export const permissionErrorSchema = z.discriminatedUnion("type", [
  /** Refused by rule; asking would not help. */
  z.object({
    type: z.literal("CallRefused"),
    tool: z.string(),
    why: z.enum(["observe", "tool-unknown", "rate", "loop", "rejected"]),
    reason: z.string(),
  }),
  z.object({ type: z.literal("ApprovalNotFound"), approvalId: z.string() }),
  z.object({ type: z.literal("ApprovalDecided"), approvalId: z.string(), state: z.string() }),
  /** The chosen pattern does not cover the call, or may not be chosen for it. */
  z.object({ type: z.literal("PatternRefused"), reason: z.string() }),
]);
export type PermissionError = z.infer<typeof permissionErrorSchema>;
export type Refused = Extract<PermissionError, { type: "CallRefused" }>;
