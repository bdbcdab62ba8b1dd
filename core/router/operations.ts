import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Router } from "./router.ts";
import type { Privacy, RouteDecision } from "./schema.ts";

/** Where a prompt would go: nothing is sent and nothing is spent. */
export type ExplainRoute = (question: {
  readonly prompt: string;
  readonly privacy: Privacy;
  readonly modelId: string | null;
  readonly conversationId?: string | undefined;
}) => Promise<RouteDecision>;

const routing = implement(contract.routing);

export const routingOperations = (router: Router, explain: ExplainRoute) =>
  routing.router({
    policy: routing.policy.handler(() => router.policy()),
    setPolicy: routing.setPolicy.handler(({ input }) => router.setPolicy(input)),
    rules: routing.rules.handler(() => [...router.rules()]),
    addRule: routing.addRule.handler(({ input }) => router.addRule(input)),
    changeRule: routing.changeRule.handler(({ input }) => unwrap(router.changeRule(input.ruleId, input.rule))),
    removeRule: routing.removeRule.handler(({ input }) => ({ removed: router.removeRule(input.ruleId) })),
    orderRules: routing.orderRules.handler(({ input }) => [...router.orderRules(input.ruleIds)]),
    explain: routing.explain.handler(({ input }) => explain(input)),
  });
