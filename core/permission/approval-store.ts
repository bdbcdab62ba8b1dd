import type { StoreDep } from "#core/store";
import { approvalRequestSchema, type ApprovalRequest } from "./schema.ts";

interface Row {
  readonly request: string;
  readonly state: string;
  readonly decided_at_ms: number | null;
}

const toRequest = (row: Row): ApprovalRequest =>
  approvalRequestSchema.parse({ ...(JSON.parse(row.request) as object), state: row.state, decidedAtMs: row.decided_at_ms });

/** Questions to the person, on disk; decided ones stay as a record. */
export const createApprovalStore = ({ store: { database } }: StoreDep) => {
  const columns = "request, state, decided_at_ms";
  const byId = database.prepare<[string], Row>(`SELECT ${columns} FROM approvals WHERE id = ?`);
  const byState = database.prepare<[string, number], Row>(`SELECT ${columns} FROM approvals WHERE state = ? ORDER BY id DESC LIMIT ?`);
  const all = database.prepare<[number], Row>(`SELECT ${columns} FROM approvals ORDER BY id DESC LIMIT ?`);
  const ofCall = database.prepare<[string, string], Row>(
    `SELECT ${columns} FROM approvals WHERE run_id = ? AND call_hash = ? ORDER BY id DESC LIMIT 1`,
  );
  const pendingOfRun = database.prepare<[string], { count: number }>(
    "SELECT count(*) AS count FROM approvals WHERE run_id = ? AND state = 'pending'",
  );
  const insert = database.prepare(
    "INSERT INTO approvals (id, run_id, call_hash, request, state, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, 'pending', ?, ?)",
  );
  const settle = database.prepare("UPDATE approvals SET state = ?, decided_at_ms = ? WHERE id = ? AND state = 'pending'");
  const expire = database.prepare(
    "UPDATE approvals SET state = 'expired', decided_at_ms = expires_at_ms WHERE state = 'pending' AND expires_at_ms <= ?",
  );
  const endRun = database.prepare("UPDATE approvals SET state = 'expired', decided_at_ms = ? WHERE state = 'pending' AND run_id = ?");
  const first = (row: Row | undefined) => (row === undefined ? null : toRequest(row));

  return {
    find: (id: string): ApprovalRequest | null => first(byId.get(id)),
    /** The latest question about exactly this call of this run. */
    findOfCall: (runId: string, callHash: string): ApprovalRequest | null => first(ofCall.get(runId, callHash)),
    /** Newest first. */
    list: (state: ApprovalRequest["state"] | null, limit: number): ApprovalRequest[] =>
      (state === null ? all.all(limit) : byState.all(state, limit)).map(toRequest),
    pendingCount: (runId: string): number => pendingOfRun.get(runId)?.count ?? 0,
    add: (request: ApprovalRequest): void =>
      void insert.run(request.id, request.runId, request.callHash, JSON.stringify(request), request.createdAtMs, request.expiresAtMs),
    /** False when it was not pending any more. */
    settle: (id: string, state: "approved" | "rejected", nowMs: number): boolean => settle.run(state, nowMs, id).changes > 0,
    /** How many questions ran out. */
    expire: (nowMs: number): number => expire.run(nowMs).changes,
    endRun: (runId: string, nowMs: number): number => endRun.run(nowMs, runId).changes,
  };
};

export type ApprovalStore = ReturnType<typeof createApprovalStore>;
