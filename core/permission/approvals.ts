import { abortedBy, createBroadcast, type Aborted, type ClockDep, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import type { ApprovalStore } from "./approval-store.ts";
import type { GrantStore } from "./grant-store.ts";
import type { Answer, ApprovalRequest, Grant, PermissionError, Scope } from "./schema.ts";

/** The inbox shows no more; a run cannot fill it alone (`pendingPerRun`). */
const listLimit = 500;

/** Questions to the person and what they answered. */
export interface Approvals {
  /** Newest first; all states when null. */
  readonly list: (state: ApprovalRequest["state"] | null) => ApprovalRequest[];
  /** The pending ones, now and after every change. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<ApprovalRequest[], void, void>;
  /** Answers a question; a yes becomes a grant. Errors: ApprovalNotFound, ApprovalDecided, PatternRefused (the question stays open). */
  readonly decide: (
    approvalId: string,
    answer: Answer,
  ) => Result<{ readonly request: ApprovalRequest; readonly grant: Grant | null }, PermissionError>;
  readonly answer: (approvalId: string, signal: AbortSignal) => Promise<Result<"approved" | "rejected" | "expired", Aborted>>;
  readonly grants: () => Grant[];
  /** True when it was in force. */
  readonly revoke: (grantId: string) => boolean;
}

export const createApprovals = ({
  clock,
  store,
  requests,
  grants,
}: ClockDep & StoreDep & { readonly requests: ApprovalStore; readonly grants: GrantStore }): Approvals & {
  readonly changed: () => void;
} => {
  const changes = createBroadcast<true>();

  const list: Approvals["list"] = (state) => {
    if (requests.expire(clock.nowMs()) > 0) changes.publish(true);
    return requests.list(state, listLimit);
  };

  const scopeOf = (request: ApprovalRequest, answer: Exclude<Answer, { type: "reject" }>): Result<Scope, PermissionError> => {
    const refuse = (reason: string) => err({ type: "PatternRefused" as const, reason });
    const { callHash, destinations, runId, tool } = request;
    if (answer.type === "once") return ok({ type: "once", runId, callHash });
    const dataMayLeave = request.reason === "data-may-leave";
    if (answer.type === "run")
      return dataMayLeave
        ? refuse("After untrusted text was read, each sending is approved by itself.")
        : ok({ type: "run", runId, tool, destinations });
    const { pattern, evenAfterReading } = answer;
    if (!request.patterns.some((offered) => JSON.stringify(offered) === JSON.stringify(pattern)))
      return refuse("This pattern was not offered for this call.");
    if (evenAfterReading && pattern.type !== "host") return refuse("Only a named host can be allowed after untrusted text was read.");
    if (dataMayLeave && !evenAfterReading)
      return refuse("This host would still be asked about: it was not chosen to hold after untrusted text was read.");
    return ok({ type: "pattern", pattern });
  };

  const decide: Approvals["decide"] = (approvalId, answer) => {
    const nowMs = clock.nowMs();
    const decided = store.transaction((): ReturnType<Approvals["decide"]> => {
      requests.expire(nowMs);
      const request = requests.find(approvalId);
      if (request === null) return err({ type: "ApprovalNotFound", approvalId });
      if (request.state !== "pending") return err({ type: "ApprovalDecided", approvalId, state: request.state });
      if (answer.type === "reject") {
        requests.settle(approvalId, "rejected", nowMs);
        return ok({ request: { ...request, state: "rejected", decidedAtMs: nowMs }, grant: null });
      }
      const scope = scopeOf(request, answer);
      if (!scope.ok) return scope;
      requests.settle(approvalId, "approved", nowMs);
      const grant = grants.add(scope.value, {
        evenAfterReading: answer.type === "pattern" && answer.evenAfterReading,
        // A yes to one call holds no longer than the question would have.
        expiresAtMs: scope.value.type === "once" ? request.expiresAtMs : null,
      });
      return ok({ request: { ...request, state: "approved", decidedAtMs: nowMs }, grant });
    });
    changes.publish(true);
    return decided;
  };

  const stateOf = (approvalId: string): "approved" | "rejected" | "expired" | null => {
    requests.expire(clock.nowMs());
    const state = requests.find(approvalId)?.state ?? "expired";
    return state === "pending" ? null : state;
  };

  const answer: Approvals["answer"] = async (approvalId, signal) => {
    for (;;) {
      if (signal.aborted) return err(abortedBy(signal));
      const state = stateOf(approvalId);
      if (state !== null) return ok(state);
      const waiting = new AbortController();
      const limits = AbortSignal.any([signal, waiting.signal]);
      const leftMs = Math.max(1, (requests.find(approvalId)?.expiresAtMs ?? 0) - clock.nowMs());
      await Promise.race([changes.subscribe(limits, "next").next(), clock.sleep(leftMs, limits)]);
      waiting.abort();
    }
  };

  async function* watch(signal?: AbortSignal): AsyncGenerator<ApprovalRequest[], void, void> {
    const reader = changes.subscribe(signal, "next");
    let next = reader.next();
    yield list("pending");
    while (!(await next).done) {
      next = reader.next();
      yield list("pending");
    }
  }

  return {
    list,
    watch,
    decide,
    answer,
    grants: grants.list,
    revoke: (grantId) => grants.remove(grantId),
    changed: () => changes.publish(true),
  };
};
