import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Approvals } from "./approvals.ts";

const approvals = implement(contract.approvals);
const grants = implement(contract.grants);

export const approvalsOperations = (inner: Approvals) =>
  approvals.router({
    list: approvals.list.handler(({ input }) => inner.list(input.state)),
    watch: approvals.watch.handler(({ signal }) => inner.watch(signal)),
    decide: approvals.decide.handler(({ input }) => unwrap(inner.decide(input.approvalId, input.answer))),
  });

export const grantsOperations = (inner: Approvals) =>
  grants.router({
    list: grants.list.handler(() => inner.grants()),
    revoke: grants.revoke.handler(({ input }) => ({ revoked: inner.revoke(input.grantId) })),
  });
