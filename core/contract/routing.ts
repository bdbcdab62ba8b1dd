import { z } from "zod";
import {
  privacySchema,
  routeDecisionSchema,
  routePolicyPatchSchema,
  routePolicySchema,
  routeRuleDraftSchema,
  routeRuleIdSchema,
  routeRuleSchema,
} from "#core/router/schema";
import { operation } from "./operation.ts";

export const routingContract = {
  policy: operation("GET", "/routing/policy", "What is allowed in general").output(routePolicySchema),
  setPolicy: operation("POST", "/routing/policy", "Change what is allowed in general")
    .input(routePolicyPatchSchema)
    .output(routePolicySchema),
  rules: operation("GET", "/routing/rules", "The person's own rules, first one first").output(z.array(routeRuleSchema)),
  addRule: operation("POST", "/routing/rules", "A new rule, at the end").input(routeRuleDraftSchema).output(routeRuleSchema),
  changeRule: operation("PATCH", "/routing/rules/{ruleId}", "Change a rule")
    .input(z.object({ ruleId: routeRuleIdSchema, rule: routeRuleDraftSchema }))
    .output(routeRuleSchema),
  removeRule: operation("DELETE", "/routing/rules/{ruleId}", "Remove a rule")
    .input(z.object({ ruleId: routeRuleIdSchema }))
    .output(z.object({ removed: z.boolean() })),
  orderRules: operation("POST", "/routing/rules/order", "Which rule is looked at first")
    .input(z.object({ ruleIds: z.array(routeRuleIdSchema) }))
    .output(z.array(routeRuleSchema)),
  /** Nothing is sent and nothing is spent. */
  explain: operation("POST", "/routing/explain", "Where a prompt would go, and why")
    .input(
      z.object({
        prompt: z.string().min(1).max(100_000),
        privacy: privacySchema.default("open"),
        modelId: z.string().nullable().default(null),
        conversationId: z.string().optional(),
      }),
    )
    .output(routeDecisionSchema),
};
