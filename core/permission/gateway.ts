import type { Aborted, ClockDep, IdsDep, Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { RunId } from "#core/plans/schema";
import type { StoreDep } from "#core/store";
import type { ToolsDep } from "#core/tools";
import type { Effect, Risk } from "#core/tools/schema";
import { createApprovalStore } from "./approval-store.ts";
import { createApprovals, type Approvals } from "./approvals.ts";
import type { GatewayCall } from "./call.ts";
import { callHashOf, canSendOut, destinationsOf, higherRisk, isApproved, pathsOf, requestHashOf, riskOfEffects } from "./call-facts.ts";
import { createGrantStore } from "./grant-store.ts";
import { createCallCounter, defaultLimits, type CallLimits } from "./limits.ts";
import { coversWithPattern, patternsFor } from "./patterns.ts";
import { createReadings } from "./readings.ts";
import type { ApprovalRequest, AskReason, Because, Grant, Refused } from "./schema.ts";

export type Decision =
  | { readonly decision: "allowed"; readonly because: Because }
  | { readonly decision: "ask"; readonly request: ApprovalRequest };

/** The one door every tool call passes, in every mode. Its rules stand in SPEC.md. */
export interface Gateway {
  /**
   * Whether a call may happen now. `ask`: the request is in the inbox; wait for it, then check again. Checking uses up a grant for one call.
   * Errors: CallRefused.
   */
  readonly check: (call: GatewayCall) => Result<Decision, Refused>;
  /** To be called with every outcome: a run that has read untrusted text is marked for good, on disk, before this returns. */
  readonly noteOutcome: (runId: string, outcome: { readonly tool: string; readonly untrusted: boolean; readonly from: string }) => void;
  /** True once the run has read text somebody else may have written. A run that goes on from another inherits with `noteOutcome`. */
  readonly isTainted: (runId: string) => boolean;
  /** Resolves when a person decided, or the request expired. Errors: Aborted. */
  readonly answer: (approvalId: string, signal: AbortSignal) => Promise<Result<"approved" | "rejected" | "expired", Aborted>>;
  /** Forgets counters, one-call and run grants and pending questions of a run that ended. */
  readonly endRun: (runId: string) => void;
}

export interface GatewayDep {
  readonly gateway: Gateway;
}

export interface PermissionDeps extends ClockDep, IdsDep, StoreDep, ToolsDep {
  /** Whether the person granted this folder for writing. */
  readonly canWrite: (workspaceRoot: string) => boolean;
  readonly limits?: Partial<CallLimits> | undefined;
}

export interface Permission {
  readonly gateway: Gateway;
  readonly approvals: Approvals;
}

/** A question waits this long; then whoever asked has to ask again, with the world as it is then. */
const questionHoursMs = 24 * 3_600_000;

/** A path that a workspace would refuse is outside, whatever else is said about it. */
const staysInside = (path: string): boolean => !path.startsWith("/") && !path.split(/[\\/]/).some((part) => part === ".." || part === "");

/** The gateway and the inbox behind it. Everything decided here is on disk before it is answered. */
export const createPermission = (deps: PermissionDeps): Permission => {
  const { canWrite, clock, ids, store, tools } = deps;
  const limits: CallLimits = { ...defaultLimits, ...deps.limits };
  const counter = createCallCounter(deps, limits);
  const grants = createGrantStore(deps);
  const requests = createApprovalStore(deps);
  const readings = createReadings(deps);
  const { changed, ...approvals } = createApprovals({ clock, store, requests, grants });

  const refuse = (call: GatewayCall, why: Refused["why"], reason: string): Result<never, Refused> =>
    err({ type: "CallRefused", tool: call.tool, why, reason });

  /** One call's own yes; it is gone once it was used. */
  const takeOnce = (call: GatewayCall, callHash: string): Because | null => {
    const grant = grants.list().find(({ scope }) => scope.type === "once" && scope.runId === call.runId && scope.callHash === callHash);
    return grant !== undefined && grants.remove(grant.id) ? { type: "grant", grantIds: [grant.id] } : null;
  };

  const coversEffect = (grant: Grant, call: GatewayCall, effect: Effect, dataMayLeave: boolean): boolean => {
    const { scope } = grant;
    if (scope.type === "once" || (dataMayLeave && !(grant.evenAfterReading && scope.type === "pattern" && scope.pattern.type === "host")))
      return false;
    if (scope.type === "pattern") return coversWithPattern(scope.pattern, call, effect);
    return (
      scope.runId === call.runId && scope.tool === call.tool && destinationsOf([effect]).every((host) => scope.destinations.includes(host))
    );
  };

  /** Standing grants that together cover every effect; null when one is left over. */
  const standing = (call: GatewayCall, dataMayLeave: boolean): Because | null => {
    if (call.effects.length === 0) return null;
    const used = new Set<string>();
    const known = grants.list();
    for (const effect of call.effects) {
      const grant = known.find((candidate) => coversEffect(candidate, call, effect, dataMayLeave));
      if (grant === undefined) return null;
      used.add(grant.id);
    }
    return { type: "grant", grantIds: [...used] };
  };

  /** Why the person has to be asked; null when nobody has to. Only about calls that do something. */
  const askReasonOf = (call: GatewayCall, risk: Risk, dataMayLeave: boolean): AskReason | null => {
    if (dataMayLeave) return "data-may-leave";
    if (call.mode !== "autopilot") return "not-approved";
    if (risk === "high" || call.effects.length === 0) return "high-risk";
    // What somebody else wrote must not plant itself in the library, nor speak to the person in Olympus' name.
    const outlasts = call.effects.some(({ type }) => type === "memory" || type === "notification");
    if (outlasts && readings.sources(call.runId).length > 0) return "high-risk";
    const paths = pathsOf(call.effects);
    return paths.length === 0 || (canWrite(call.workspaceRoot) && paths.every(staysInside)) ? null : "outside-granted-folders";
  };

  const ask = (call: GatewayCall, callHash: string, risk: Risk, reason: AskReason): Result<Decision, Refused> => {
    requests.expire(clock.nowMs());
    const earlier = requests.findOfCall(call.runId, callHash);
    if (earlier?.state === "pending") return ok({ decision: "ask", request: earlier });
    if (earlier?.state === "rejected") return refuse(call, "rejected", "You said no to exactly this in this run.");
    if (requests.pendingCount(call.runId) >= limits.pendingPerRun)
      return refuse(call, "rate", `A run may have ${limits.pendingPerRun} open questions.`);
    const createdAtMs = clock.nowMs();
    const request: ApprovalRequest = {
      id: ids.create("appr"),
      runId: call.runId as RunId,
      step: call.step,
      tool: call.tool,
      mode: call.mode,
      risk,
      reason,
      readFrom: [...readings.sources(call.runId)],
      effects: [...call.effects],
      unpredictable: [...call.unpredictable],
      destinations: destinationsOf(call.effects),
      callHash,
      patterns: patternsFor(call, reason === "data-may-leave"),
      createdAtMs,
      expiresAtMs: createdAtMs + questionHoursMs,
      state: "pending",
      decidedAtMs: null,
    };
    requests.add(request);
    changed();
    return ok({ decision: "ask", request });
  };

  const check = (call: GatewayCall): Result<Decision, Refused> => {
    const tool = tools.find(call.tool);
    if (tool === null) return refuse(call, "tool-unknown", "There is no such tool.");
    const risk = higherRisk(tool.info.risk, call.risk, riskOfEffects(call.effects));
    const isReadOnly = tool.info.risk === "low" && call.effects.length === 0 && call.unpredictable.length === 0;
    if (call.mode === "observe" && !isReadOnly) return refuse(call, "observe", "Observe looks and changes nothing.");

    const requestHash = requestHashOf(call);
    const approved: Because | null = isApproved(call.effects, call.approved) ? { type: "approved-plan" } : null;
    const tooMuch = approved !== null || call.retry ? null : counter.refusalOf(call.runId, call.tool, requestHash);
    if (tooMuch !== null) return err(tooMuch);

    const allow = (because: Because): Result<Decision, Refused> => {
      if (!call.retry) counter.count(call.runId, call.tool, requestHash);
      return ok({ decision: "allowed", because });
    };
    if (approved !== null) return allow(approved);
    // A plan may call a reading step risky; in Autopilot that is a wish to be asked.
    if (isReadOnly && (call.mode === "observe" || risk !== "high")) return allow({ type: "reads-only" });
    const dataMayLeave = canSendOut(call.effects) && readings.sources(call.runId).length > 0;
    const reason = askReasonOf(call, risk, dataMayLeave);
    if (reason === null) return allow({ type: "policy" });
    const callHash = callHashOf(call);
    const granted = takeOnce(call, callHash) ?? standing(call, dataMayLeave);
    return granted === null ? ask(call, callHash, risk, reason) : allow(granted);
  };

  const gateway: Gateway = {
    check,
    noteOutcome: (runId, { untrusted, tool, from }) => {
      if (untrusted) readings.add(runId, from === "" ? tool : `${tool}: ${from}`);
    },
    isTainted: (runId) => readings.sources(runId).length > 0,
    answer: approvals.answer,
    endRun: (runId) => {
      counter.forget(runId);
      readings.forget(runId);
      grants.removeOfRun(runId);
      if (requests.endRun(runId, clock.nowMs()) > 0) changed();
    },
  };
  return { gateway, approvals };
};
