import type { ClockDep, IdsDep } from "#core/base";
import { parseJson } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { hashOf } from "./canonical.ts";
import { planDraftSchema, type Approval, type Plan, type PlanDraft, type PlanError, type PlanId } from "./schema.ts";
import type { SimulationRecord } from "./simulate.ts";

interface PlanRow {
  readonly id: PlanId;
  readonly version: number;
  readonly draft: string;
  readonly workspaceRoot: string;
  readonly conversationId: string | null;
  readonly createdAtMs: number;
  readonly rejectedAtMs: number | null;
}

export interface PlanFilter {
  /** Part of the title; "" for all. */
  readonly filter: string;
  /** Only plans of this conversation; null for all. */
  readonly conversationId: string | null;
  readonly limit: number;
  readonly offset: number;
}

const planColumns = `id, version, draft, workspace_root AS workspaceRoot, conversation_id AS conversationId, created_at_ms AS createdAtMs,
  (SELECT rejected_at_ms FROM plan_rejections WHERE plan_id = one.id AND plan_version = one.version) AS rejectedAtMs`;

const toPlan = ({ draft, ...row }: PlanRow): Plan => {
  const parsed = parseJson(draft, planDraftSchema);
  if (!parsed.ok) throw new Error(`plan ${row.id} in the database: ${parsed.error.reason}`);
  return { ...parsed.value, ...row };
};

/** Plans with all their versions, dry runs by hash, and approvals. */
export const createPlanStore = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const insert = database.prepare("INSERT INTO plans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const newest = database.prepare<[string], PlanRow>(`SELECT ${planColumns} FROM plans AS one WHERE id = ? ORDER BY version DESC LIMIT 1`);
  const exact = database.prepare<[string, number], PlanRow>(`SELECT ${planColumns} FROM plans AS one WHERE id = ? AND version = ?`);
  const equal = database.prepare<[string, string], PlanRow>(
    `SELECT ${planColumns} FROM plans AS one WHERE draft_hash = ? AND workspace_root = ? AND conversation_id IS NULL
     AND version = (SELECT max(version) FROM plans WHERE id = one.id) ORDER BY created_at_ms DESC LIMIT 1`,
  );
  const page = database.prepare<[string, string | null, string | null, number, number], PlanRow>(
    `SELECT ${planColumns} FROM plans AS one WHERE version = (SELECT max(version) FROM plans WHERE id = one.id) AND instr(lower(title), lower(?)) > 0
     AND (? IS NULL OR conversation_id = ?) ORDER BY created_at_ms DESC, id DESC LIMIT ? OFFSET ?`,
  );
  const putSimulation = database.prepare(
    `INSERT INTO simulations VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET plan_id = excluded.plan_id, plan_version = excluded.plan_version,
     detail = excluded.detail, simulated_at_ms = excluded.simulated_at_ms, expires_at_ms = excluded.expires_at_ms`,
  );
  const getSimulation = database.prepare<[string], { detail: string }>("SELECT detail FROM simulations WHERE hash = ?");
  const putApproval = database.prepare(
    "INSERT INTO plan_approvals (plan_id, plan_version, hash, approved_by, approved_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const getApproval = database.prepare<[string], Approval>(
    `SELECT plan_id AS planId, plan_version AS planVersion, hash, approved_by AS approvedBy, approved_at_ms AS approvedAtMs, expires_at_ms AS expiresAtMs
     FROM plan_approvals WHERE hash = ? ORDER BY position DESC LIMIT 1`,
  );

  const useApproval = database.prepare(
    `UPDATE plan_approvals SET used_by = ? WHERE used_by IS NULL AND position = (SELECT max(position) FROM plan_approvals WHERE hash = ?)`,
  );
  const reject = database.prepare(
    "INSERT INTO plan_rejections VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rejected_at_ms = excluded.rejected_at_ms",
  );
  const unreject = database.prepare("DELETE FROM plan_rejections WHERE plan_id = ? AND plan_version = ?");
  const dropApprovals = database.prepare(
    "UPDATE plan_approvals SET used_by = 'rejected' WHERE plan_id = ? AND plan_version = ? AND used_by IS NULL",
  );
  const pruneSimulations = database.prepare(
    "DELETE FROM simulations WHERE expires_at_ms <= ? AND hash NOT IN (SELECT hash FROM runs WHERE state <> 'ended' AND hash IS NOT NULL)",
  );
  const ownGrant = database.prepare<[string], number>("SELECT own_grant FROM plans WHERE id = ? ORDER BY version DESC LIMIT 1").pluck();

  const save = (plan: Plan, grants: boolean): Plan => {
    const draft: PlanDraft = planDraftSchema.parse(plan);
    const { conversationId, createdAtMs, id, title, version, workspaceRoot } = plan;
    insert.run(id, version, title, JSON.stringify(draft), hashOf(draft), workspaceRoot, conversationId, grants ? 1 : 0, createdAtMs);
    return plan;
  };

  const find = (planId: string, version?: number): Result<Plan, PlanError> => {
    const row = version === undefined ? newest.get(planId) : exact.get(planId, version);
    return row === undefined ? err({ type: "PlanNotFound", planId }) : ok(toPlan(row));
  };

  return {
    /** A new plan. The same draft for the same folder outside a conversation is the plan it was before. */
    create: (
      draft: PlanDraft,
      place: { readonly workspaceRoot: string; readonly conversationId: string | null; readonly ownGrant: boolean },
    ): Plan => {
      const { conversationId, workspaceRoot } = place;
      const same = conversationId === null ? equal.get(hashOf(draft), workspaceRoot) : undefined;
      if (same !== undefined && (ownGrant.get(same.id) === 1 || !place.ownGrant)) return toPlan(same);
      return save(
        { ...draft, id: ids.create("plan"), version: 1, workspaceRoot, conversationId, createdAtMs: clock.nowMs(), rejectedAtMs: null },
        place.ownGrant,
      );
    },
    /** A new version; earlier ones stay. Errors: PlanNotFound. */
    edit: (planId: string, draft: PlanDraft): Result<Plan, PlanError> => {
      const present = find(planId);
      if (!present.ok) return present;
      return ok(
        save(
          { ...present.value, ...draft, version: present.value.version + 1, createdAtMs: clock.nowMs(), rejectedAtMs: null },
          ownGrant.get(planId) === 1,
        ),
      );
    },
    find,
    /** Whether the person named the folder for this plan alone. */
    hasOwnGrant: (planId: string): boolean => ownGrant.get(planId) === 1,
    /** Binds the last yes to this hash to a run; false when another run has used it. */
    useApproval: (hash: string, runId: string): boolean => useApproval.run(runId, hash).changes === 1,
    /** The newest version of each plan that fits, newest first. */
    list: ({ conversationId, filter, limit, offset }: PlanFilter): readonly Plan[] =>
      page.all(filter, conversationId, conversationId, limit, offset).map(toPlan),
    /** A no to this version; a yes to it that no run has used yet holds no longer. */
    saveRejection: ({ id, version }: Pick<Plan, "id" | "version">): void =>
      store.transaction(() => {
        reject.run(id, version, clock.nowMs());
        dropApprovals.run(id, version);
      }),
    /** Forgets dry runs that expired before `untilMs`, but for those that a run under way follows. Answers how many. */
    pruneSimulations: (untilMs: number): number => pruneSimulations.run(untilMs).changes,
    /** Keeps a dry run under its hash; a later one with the same hash renews the time it holds. */
    saveSimulation: (simulation: SimulationRecord): void => {
      const { expiresAtMs, hash, planId, planVersion } = simulation;
      putSimulation.run(hash, planId, planVersion, JSON.stringify(simulation), clock.nowMs(), expiresAtMs);
    },
    simulation: (hash: string): SimulationRecord | null => {
      const row = getSimulation.get(hash);
      return row === undefined ? null : (JSON.parse(row.detail) as SimulationRecord);
    },
    /** A yes takes back an earlier no to the same version. */
    saveApproval: ({ approvedAtMs, approvedBy, expiresAtMs, hash, planId, planVersion }: Approval): void =>
      store.transaction(() => {
        putApproval.run(planId, planVersion, hash, approvedBy, approvedAtMs, expiresAtMs);
        unreject.run(planId, planVersion);
      }),
    /** The last yes to this hash, expired or not. */
    approval: (hash: string): Approval | null => getApproval.get(hash) ?? null,
  };
};

export type PlanStore = ReturnType<typeof createPlanStore>;
