import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { answerSchema, approvalIdSchema, approvalRequestSchema, grantIdSchema, grantSchema } from "#core/permission/schema";
import { operation } from "./operation.ts";

export const approvalsContract = {
  list: operation("GET", "/approvals", "Questions to the person, newest first")
    .input(z.object({ state: approvalRequestSchema.shape.state.nullable().default(null) }))
    .output(z.array(approvalRequestSchema)),
  watch: operation("GET", "/approvals/events", "Open questions, now and after every change").output(
    eventIterator(z.array(approvalRequestSchema)),
  ),
  decide: operation("POST", "/approvals/{approvalId}/decision", "Say yes once, for this run or for a pattern, or no")
    .input(z.object({ approvalId: approvalIdSchema, answer: answerSchema }))
    .output(z.object({ request: approvalRequestSchema, grant: grantSchema.nullable() })),
};

export const grantsContract = {
  list: operation("GET", "/grants", "What was allowed and holds, newest first").output(z.array(grantSchema)),
  revoke: operation("DELETE", "/grants/{grantId}", "Take a grant back; it holds for nothing from now on")
    .input(z.object({ grantId: grantIdSchema }))
    .output(z.object({ revoked: z.boolean() })),
};
