import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { allowanceIdSchema, allowanceSchema, allowanceStatusSchema, budgetDaySchema, chargeSchema } from "#core/budgets/schema";
import { operation } from "./operation.ts";

export const budgetContract = {
  status: operation("GET", "/budget", "Every allowance and where it stands").output(z.array(allowanceStatusSchema)),
  watch: operation("GET", "/budget/events", "Every allowance, now and after every change").output(
    eventIterator(z.array(allowanceStatusSchema)),
  ),
  set: operation("POST", "/budget", "Give an allowance, or change the one of the same scope, subject and measure")
    .input(allowanceSchema.omit({ id: true }).extend({ subject: allowanceSchema.shape.subject.default(null) }))
    .output(allowanceStatusSchema),
  extend: operation("POST", "/budget/{allowanceId}/extend", "Raise an allowance by an amount")
    .input(z.object({ allowanceId: allowanceIdSchema, by: z.number().int().positive() }))
    .output(allowanceStatusSchema),
  remove: operation("DELETE", "/budget/{allowanceId}", "Take an allowance away; without any for money nothing paid is asked")
    .input(z.object({ allowanceId: allowanceIdSchema }))
    .output(z.object({ removed: z.boolean() })),
  history: operation("GET", "/budget/history", "What was used, by day and model, newest first")
    .input(z.object({ days: z.coerce.number().int().min(1).max(400).default(30) }))
    .output(z.array(budgetDaySchema)),
  charges: operation("GET", "/budget/charges", "Single calls, newest first")
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(500).default(50),
        conversationId: z.string().optional(),
        taskId: z.string().optional(),
      }),
    )
    .output(z.array(chargeSchema)),
};
