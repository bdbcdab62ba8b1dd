import type { Migration } from "#core/store";

export const plansMigrations: readonly Migration[] = [
  {
    version: 6,
    name: "plans and runs",
    up: `
      CREATE TABLE plans (
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        -- A plan draft as JSON; a version never changes.
        draft TEXT NOT NULL,
        draft_hash TEXT NOT NULL,
        workspace_root TEXT NOT NULL,
        conversation_id TEXT,
        -- The person named this folder for this plan alone.
        own_grant INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        PRIMARY KEY (id, version)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX plans_by_draft ON plans (draft_hash, workspace_root);
      CREATE TABLE simulations (
        hash TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL,
        plan_version INTEGER NOT NULL,
        detail TEXT NOT NULL,
        simulated_at_ms INTEGER NOT NULL,
        expires_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE plan_approvals (
        position INTEGER PRIMARY KEY,
        plan_id TEXT NOT NULL,
        plan_version INTEGER NOT NULL,
        hash TEXT NOT NULL,
        approved_by TEXT NOT NULL,
        approved_at_ms INTEGER NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        -- The one run it was for.
        used_by TEXT
      ) STRICT;
      CREATE INDEX plan_approvals_by_hash ON plan_approvals (hash, approved_at_ms);
      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL,
        plan_version INTEGER NOT NULL,
        title TEXT NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('observe', 'draft', 'autopilot')),
        workspace_root TEXT NOT NULL,
        -- The dry run it follows; null for a run that undoes another.
        hash TEXT,
        approved INTEGER NOT NULL,
        undoes TEXT,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'waiting-for-approval', 'ended')),
        -- Forward until a step fails; then what was done is taken back.
        phase TEXT NOT NULL CHECK (phase IN ('forward', 'back', 'ended')),
        stop_reason TEXT,
        started_at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        cost_micro_usd INTEGER NOT NULL,
        interventions INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX runs_by_start ON runs (started_at_ms DESC);
      CREATE INDEX runs_open ON runs (state) WHERE state <> 'ended';
      CREATE INDEX runs_by_plan ON runs (plan_id, started_at_ms);
      CREATE INDEX runs_by_undoes ON runs (undoes) WHERE undoes IS NOT NULL;
      CREATE TABLE run_steps (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        step TEXT NOT NULL,
        tool TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'undone', 'skipped')),
        attempts INTEGER NOT NULL,
        -- run, step and hash of what it does: the same key is never carried out twice.
        key TEXT,
        predicted TEXT NOT NULL,
        output TEXT,
        error TEXT,
        started_at_ms INTEGER,
        ended_at_ms INTEGER,
        PRIMARY KEY (run_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE run_effects (
        run_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        number INTEGER NOT NULL,
        effect TEXT NOT NULL,
        -- intent: about to happen, perhaps has. nothing: it certainly did not happen. unknown: nobody can tell.
        state TEXT NOT NULL CHECK (state IN ('intent', 'done', 'nothing', 'unknown', 'undoing', 'undone', 'stuck')),
        why TEXT NOT NULL DEFAULT '',
        -- "run position number" of the effect that this one takes back.
        reverses TEXT,
        -- The bytes of a small written file, so that intent and content reach the disk together; larger ones lie among the kept contents.
        content BLOB,
        PRIMARY KEY (run_id, position, number),
        FOREIGN KEY (run_id, position) REFERENCES run_steps (run_id, position) ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;`,
    down: `DROP TABLE run_effects; DROP TABLE run_steps; DROP TABLE runs; DROP TABLE plan_approvals; DROP TABLE simulations; DROP TABLE plans;`,
  },
  {
    version: 9,
    name: "plans that were rejected, figures of runs",
    up: `
      CREATE TABLE plan_rejections (
        plan_id TEXT NOT NULL,
        plan_version INTEGER NOT NULL,
        rejected_at_ms INTEGER NOT NULL,
        PRIMARY KEY (plan_id, plan_version)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX plans_by_conversation ON plans (conversation_id) WHERE conversation_id IS NOT NULL;
      -- What a list shows of a run that has ended, so that its effects need not be read. Missing: to be counted again.
      CREATE TABLE run_figures (
        run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
        step_count INTEGER NOT NULL,
        done_count INTEGER NOT NULL,
        effect_count INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        summary TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- Runs of which something that they replaced is no longer kept.
      CREATE TABLE run_undo_ends (
        run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
        ended_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;`,
    down: `DROP TABLE run_undo_ends; DROP TABLE run_figures; DROP INDEX plans_by_conversation; DROP TABLE plan_rejections;`,
  },
];
