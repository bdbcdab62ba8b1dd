import { z } from "zod";
import { idSchema } from "#core/base/schema";

export const allowanceIdSchema = idSchema("allowance");
export type AllowanceId = z.infer<typeof allowanceIdSchema>;
export const reservationIdSchema = idSchema("reserve");
export type ReservationId = z.infer<typeof reservationIdSchema>;

/** What an allowance covers. Days and months are the calendar's, in the time zone of this machine. */
export const budgetScopeSchema = z.enum(["day", "month", "provider-month", "conversation", "task", "schedule"]);
export type BudgetScope = z.infer<typeof budgetScopeSchema>;

/** Money in micro-USD (1 USD = 1,000,000), tokens (input and output together), time in ms (of waiting for models). */
export const budgetMeasureSchema = z.enum(["money", "tokens", "time"]);
export type BudgetMeasure = z.infer<typeof budgetMeasureSchema>;

const amountSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A cap somebody set. At most one for each scope, subject and measure. */
export const allowanceSchema = z.object({
  id: allowanceIdSchema,
  scope: budgetScopeSchema,
  /** The provider, conversation, task or schedule it is for; null: every one of the scope has this much of its own. Null for day and month. */
  subject: z.string().max(200).nullable(),
  measure: budgetMeasureSchema,
  amount: amountSchema,
});
export type Allowance = z.infer<typeof allowanceSchema>;

/** An allowance with where it stands. For `subject: null` of a scope with subjects, the figures are those of the subject nearest to its cap. */
export const allowanceStatusSchema = allowanceSchema.extend({
  spent: z.number(),
  /** Held for calls under way. */
  reserved: z.number(),
  left: z.number(),
  /** Whose figures these are, where there are several. */
  nearest: z.string().nullable(),
  /** When it is whole again; null for scopes that are not renewed. */
  resetsAtMs: z.number().nullable(),
});
export type AllowanceStatus = z.infer<typeof allowanceStatusSchema>;

/** What one call used. `costMicroUsd` is null where the price is not known: possible only without any money allowance that covers the call. */
export const spendSchema = z.object({
  costMicroUsd: z.number().nullable(),
  tokens: z.number(),
  durationMs: z.number(),
});
export type Spend = z.infer<typeof spendSchema>;

/** Why a call may not be made. Nothing was sent. */
export const budgetErrorSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("BudgetReached"),
    allowanceId: allowanceIdSchema,
    scope: budgetScopeSchema,
    subject: z.string().nullable(),
    measure: budgetMeasureSchema,
    amount: z.number(),
    spent: z.number(),
    reserved: z.number(),
    /** The most this call could use. */
    needed: z.number(),
    resetsAtMs: z.number().nullable(),
  }),
  /** The call costs money, and nobody gave any: no day, month or provider-month money allowance covers it. */
  z.object({ type: z.literal("BudgetMissing"), modelId: z.string(), needed: z.number() }),
  /** Under a money cap a call without a known price is refused. */
  z.object({ type: z.literal("PriceUnknown"), modelId: z.string() }),
  z.object({ type: z.literal("AllowanceNotFound"), allowanceId: z.string() }),
]);
export type BudgetError = z.infer<typeof budgetErrorSchema>;

/** Who a call is for. Every allowance of every one of them has to have room. */
export interface BudgetSubjects {
  readonly modelId: string;
  /** Null: a model on this machine. */
  readonly providerId: string | null;
  readonly conversationId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly scheduleId?: string | undefined;
  /** What the call was made for: `chat`, `agent`, `api`, `trial`, `probe`, … */
  readonly purpose: string;
}

/** A settled or lost call, for the history. */
export const chargeSchema = z.object({
  id: reservationIdSchema,
  atMs: z.number(),
  modelId: z.string(),
  providerId: z.string().nullable(),
  conversationId: z.string().nullable(),
  taskId: z.string().nullable(),
  scheduleId: z.string().nullable(),
  purpose: z.string(),
  costMicroUsd: z.number().nullable(),
  tokens: z.number(),
  durationMs: z.number(),
  /** `lost`: the program ended between sending and settling; the whole reservation counts. */
  state: z.enum(["open", "settled", "lost"]),
});
export type Charge = z.infer<typeof chargeSchema>;

/** One day of the history; days without a call are left out. `day` is YYYY-MM-DD of this machine. */
export const budgetDaySchema = z.object({
  day: z.string(),
  costMicroUsd: z.number(),
  tokens: z.number(),
  calls: z.number(),
  byModel: z.array(
    z.object({
      modelId: z.string(),
      providerId: z.string().nullable(),
      costMicroUsd: z.number(),
      tokens: z.number(),
      durationMs: z.number(),
      calls: z.number(),
    }),
  ),
});
export type BudgetDay = z.infer<typeof budgetDaySchema>;
