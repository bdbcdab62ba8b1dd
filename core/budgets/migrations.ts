import type { Migration } from "#core/store";

export const budgetsMigrations: readonly Migration[] = [
  {
    version: 12,
    name: "allowances and what calls cost",
    up: `
      CREATE TABLE budget_allowances (
        id TEXT PRIMARY KEY,
        scope TEXT NOT NULL,
        -- Empty: every one of the scope, or a scope without subjects.
        subject TEXT NOT NULL,
        measure TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        UNIQUE (scope, subject, measure)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE budget_charges (
        id TEXT PRIMARY KEY,
        at_ms INTEGER NOT NULL,
        -- The calendar day it was begun on, as the machine's clock showed it; it counts for this day and its month.
        day TEXT NOT NULL,
        model_id TEXT NOT NULL,
        provider_id TEXT,
        conversation_id TEXT,
        task_id TEXT,
        schedule_id TEXT,
        purpose TEXT NOT NULL,
        -- While open what is held, afterwards what was used.
        cost_micro_usd INTEGER NOT NULL CHECK (cost_micro_usd >= 0),
        tokens INTEGER NOT NULL CHECK (tokens >= 0),
        duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
        state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'lost'))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX budget_charges_by_day ON budget_charges (day);
      CREATE INDEX budget_charges_by_time ON budget_charges (at_ms);
      CREATE INDEX budget_charges_open ON budget_charges (state) WHERE state = 'open';
      CREATE INDEX budget_charges_by_conversation ON budget_charges (conversation_id, at_ms) WHERE conversation_id IS NOT NULL;
      CREATE INDEX budget_charges_by_task ON budget_charges (task_id, at_ms) WHERE task_id IS NOT NULL;
      -- The sums of the charges, kept in the same transactions, so that a check costs the same in a year.
      CREATE TABLE budget_totals (
        scope TEXT NOT NULL,
        subject TEXT NOT NULL,
        -- YYYY-MM-DD, YYYY-MM, or empty for scopes that are not renewed.
        period TEXT NOT NULL,
        spent_money INTEGER NOT NULL DEFAULT 0,
        spent_tokens INTEGER NOT NULL DEFAULT 0,
        spent_time INTEGER NOT NULL DEFAULT 0,
        reserved_money INTEGER NOT NULL DEFAULT 0,
        reserved_tokens INTEGER NOT NULL DEFAULT 0,
        reserved_time INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (scope, period, subject)
      ) STRICT, WITHOUT ROWID;`,
    down: "DROP TABLE budget_totals; DROP TABLE budget_charges; DROP TABLE budget_allowances;",
  },
];
