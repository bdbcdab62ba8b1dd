import type { StoreDep } from "#core/store";
import {
  allowanceSchema,
  chargeSchema,
  type Allowance,
  type BudgetMeasure,
  type BudgetScope,
  type BudgetSubjects,
  type Charge,
} from "./schema.ts";
import { accountsOf, type Account, type Amounts } from "./spending.ts";

/** Where one sum stands. */
export interface Total {
  readonly subject: string;
  readonly spent: Amounts;
  readonly reserved: Amounts;
}

interface TotalRow {
  readonly subject: string;
  readonly spent_money: number;
  readonly spent_tokens: number;
  readonly spent_time: number;
  readonly reserved_money: number;
  readonly reserved_tokens: number;
  readonly reserved_time: number;
}

interface ChargeRow {
  readonly id: string;
  readonly at_ms: number;
  readonly day: string;
  readonly model_id: string;
  readonly provider_id: string | null;
  readonly conversation_id: string | null;
  readonly task_id: string | null;
  readonly schedule_id: string | null;
  readonly purpose: string;
  readonly cost_micro_usd: number;
  readonly tokens: number;
  readonly duration_ms: number;
  readonly state: Charge["state"];
}

const toTotal = (row: TotalRow): Total => ({
  subject: row.subject,
  spent: { money: row.spent_money, tokens: row.spent_tokens, time: row.spent_time },
  reserved: { money: row.reserved_money, tokens: row.reserved_tokens, time: row.reserved_time },
});

const toCharge = (row: ChargeRow): Charge =>
  chargeSchema.parse({
    id: row.id,
    atMs: row.at_ms,
    modelId: row.model_id,
    providerId: row.provider_id,
    conversationId: row.conversation_id,
    taskId: row.task_id,
    scheduleId: row.schedule_id,
    purpose: row.purpose,
    costMicroUsd: row.cost_micro_usd,
    tokens: row.tokens,
    durationMs: row.duration_ms,
    state: row.state,
  });

const subjectsOf = (row: ChargeRow): BudgetSubjects => ({
  modelId: row.model_id,
  providerId: row.provider_id,
  conversationId: row.conversation_id ?? undefined,
  taskId: row.task_id ?? undefined,
  scheduleId: row.schedule_id ?? undefined,
  purpose: row.purpose,
});

const heldOf = (row: ChargeRow): Amounts => ({ money: row.cost_micro_usd, tokens: row.tokens, time: row.duration_ms });
const nothing: Amounts = { money: 0, tokens: 0, time: 0 };

/** The rows of allowances, charges and their sums. A sum changes in the same transaction as the charge it counts. */
export const createLedger = ({ store }: StoreDep) => {
  const { database, transaction } = store;
  const selectAllowances = database.prepare<[], Record<string, unknown>>(
    `SELECT id, scope, NULLIF(subject, '') AS subject, measure, amount FROM budget_allowances
     ORDER BY CASE scope WHEN 'day' THEN 0 WHEN 'month' THEN 1 WHEN 'provider-month' THEN 2 ELSE 3 END, scope, subject, measure`,
  );
  const upsertAllowance = database.prepare(
    `INSERT INTO budget_allowances VALUES (@id, @scope, @subject, @measure, @amount)
     ON CONFLICT (scope, subject, measure) DO UPDATE SET amount = excluded.amount`,
  );
  const deleteAllowance = database.prepare("DELETE FROM budget_allowances WHERE id = ?");
  const selectTotal = database.prepare<[string, string, string], TotalRow>(
    "SELECT * FROM budget_totals WHERE scope = ? AND period = ? AND subject = ?",
  );
  const selectNearest = (measure: BudgetMeasure) =>
    database.prepare<[{ scope: string; period: string }], TotalRow>(
      `SELECT * FROM budget_totals t WHERE scope = @scope AND period = @period AND spent_${measure} + reserved_${measure} > 0
         AND subject NOT IN (SELECT subject FROM budget_allowances WHERE scope = @scope AND measure = '${measure}')
       ORDER BY spent_${measure} + reserved_${measure} DESC LIMIT 1`,
    );
  const nearest = { money: selectNearest("money"), tokens: selectNearest("tokens"), time: selectNearest("time") };
  const addToTotal = database.prepare(
    `INSERT INTO budget_totals VALUES (@scope, @subject, @period, @sm, @st, @sd, @rm, @rt, @rd)
     ON CONFLICT (scope, period, subject) DO UPDATE SET
       spent_money = spent_money + excluded.spent_money, spent_tokens = spent_tokens + excluded.spent_tokens,
       spent_time = spent_time + excluded.spent_time, reserved_money = reserved_money + excluded.reserved_money,
       reserved_tokens = reserved_tokens + excluded.reserved_tokens, reserved_time = reserved_time + excluded.reserved_time`,
  );
  const insertCharge = database.prepare(
    `INSERT INTO budget_charges VALUES (@id, @atMs, @day, @modelId, @providerId, @conversationId, @taskId, @scheduleId, @purpose,
       @money, @tokens, @time, 'open')`,
  );
  const selectOpen = database.prepare<[], ChargeRow>("SELECT * FROM budget_charges WHERE state = 'open'");
  const selectCharge = database.prepare<[string], ChargeRow>("SELECT * FROM budget_charges WHERE id = ? AND state = 'open'");
  const endCharge = database.prepare(
    "UPDATE budget_charges SET cost_micro_usd = @money, tokens = @tokens, duration_ms = @time, state = @state WHERE id = @id",
  );
  const deleteCharge = database.prepare("DELETE FROM budget_charges WHERE id = ?");
  const deleteBefore = database.prepare("DELETE FROM budget_charges WHERE day < ? AND state <> 'open'");
  const selectCharges = database.prepare<Record<string, string | number | null>, ChargeRow>(
    `SELECT * FROM budget_charges WHERE (@conversationId IS NULL OR conversation_id = @conversationId) AND (@taskId IS NULL OR task_id = @taskId)
     ORDER BY at_ms DESC, id DESC LIMIT @limit`,
  );
  const selectDays = database.prepare<
    [string],
    { day: string; modelId: string; providerId: string | null; costMicroUsd: number; tokens: number; durationMs: number; calls: number }
  >(
    `SELECT day, model_id AS modelId, provider_id AS providerId, sum(cost_micro_usd) AS costMicroUsd, sum(tokens) AS tokens,
       sum(duration_ms) AS durationMs, count(*) AS calls
     FROM budget_charges WHERE day >= ? AND state <> 'open' GROUP BY day, model_id, provider_id
     ORDER BY day DESC, costMicroUsd DESC, tokens DESC, model_id`,
  );

  const add = (subjects: BudgetSubjects, day: string, spent: Amounts, reserved: Amounts): void => {
    for (const account of accountsOf(subjects, day)) {
      const amounts = { sm: spent.money, st: spent.tokens, sd: spent.time, rm: reserved.money, rt: reserved.tokens, rd: reserved.time };
      addToTotal.run({ ...account, ...amounts });
    }
  };
  const negative = ({ money, time, tokens }: Amounts): Amounts => ({ money: -money, tokens: -tokens, time: -time });

  const finish = (row: ChargeRow, state: "settled" | "lost", used: Amounts): void => {
    endCharge.run({ id: row.id, state, ...used });
    add(subjectsOf(row), row.day, used, negative(heldOf(row)));
  };

  return {
    transaction,
    /** Day, month, provider, then the rest. Rows that a newer version wrote in a form unknown here are left out. */
    allowances: (): Allowance[] =>
      selectAllowances.all().flatMap((row) => {
        const parsed = allowanceSchema.safeParse(row);
        return parsed.success ? [parsed.data] : [];
      }),
    saveAllowance: (allowance: Allowance): void => void upsertAllowance.run({ ...allowance, subject: allowance.subject ?? "" }),
    removeAllowance: (id: string): boolean => deleteAllowance.run(id).changes > 0,
    total: ({ period, scope, subject }: Account): Total => {
      const row = selectTotal.get(scope, period, subject);
      return row === undefined ? { subject, spent: nothing, reserved: nothing } : toTotal(row);
    },
    /** The sums of the subject that used most of a measure, of those that have no allowance by name; null when none used any. */
    nearest: (scope: BudgetScope, period: string, measure: BudgetMeasure): Total | null => {
      const row = nearest[measure].get({ scope, period });
      return row === undefined ? null : toTotal(row);
    },
    open: (id: string, subjects: BudgetSubjects, atMs: number, day: string, held: Amounts): void => {
      const { conversationId = null, modelId, providerId, purpose, scheduleId = null, taskId = null } = subjects;
      insertCharge.run({ id, atMs, day, modelId, providerId, conversationId, taskId, scheduleId, purpose, ...held });
      add(subjects, day, nothing, held);
    },
    /** False when it is not open any more. */
    settle: (id: string, used: Amounts): boolean =>
      transaction(() => {
        const row = selectCharge.get(id);
        if (row !== undefined) finish(row, "settled", used);
        return row !== undefined;
      }),
    release: (id: string): boolean =>
      transaction(() => {
        const row = selectCharge.get(id);
        if (row === undefined) return false;
        deleteCharge.run(id);
        add(subjectsOf(row), row.day, nothing, negative(heldOf(row)));
        return true;
      }),
    /** Counts every open reservation whole; gives how many there were. */
    loseOpen: (): number =>
      transaction(() => {
        const rows = selectOpen.all();
        for (const row of rows) finish(row, "lost", heldOf(row));
        return rows.length;
      }),
    /** Forgets single calls before a day. Sums stay. */
    forgetBefore: (day: string): void => void deleteBefore.run(day),
    charges: (limit: number, conversationId: string | null, taskId: string | null): Charge[] =>
      selectCharges.all({ limit, conversationId, taskId }).map(toCharge),
    /** Settled and lost calls by day and model; days newest first, the dearest model first. */
    days: (fromDay: string) => selectDays.all(fromDay),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
