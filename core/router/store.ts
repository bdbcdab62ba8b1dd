import type { ClockDep, IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { Migration, StoreDep } from "#core/store";
import {
  routePolicySchema,
  routeRuleSchema,
  type RoutePolicy,
  type RoutePolicyPatch,
  type RouterError,
  type RouteRule,
  type RouteRuleDraft,
} from "./schema.ts";

export const routerMigrations: readonly Migration[] = [
  {
    version: 14,
    name: "router",
    up: `
      CREATE TABLE route_policy (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      CREATE TABLE route_rules (id TEXT PRIMARY KEY, position INTEGER NOT NULL, rule TEXT NOT NULL) STRICT;
      CREATE TABLE route_conversations (conversation_id TEXT PRIMARY KEY, model_id TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT;
      CREATE INDEX route_conversations_by_age ON route_conversations (at_ms);`,
    down: "DROP TABLE route_conversations; DROP TABLE route_rules; DROP TABLE route_policy;",
  },
];

/** A conversation left alone for so long starts anew; half a year is judgement. */
const rememberedMs = 180 * 24 * 60 * 60 * 1000;

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Decision: an unreadable row counts as absent; the policy then falls back to its default for that one field.
    return undefined;
  }
};

/** Each field is checked alone, so that one unreadable value costs that field its default and no more. */
const readPolicy = (rows: readonly { name: string; value: string }[]): RoutePolicy => {
  const valid: Record<string, unknown> = {};
  for (const { name, value } of rows) {
    if (!Object.hasOwn(routePolicySchema.shape, name)) continue;
    const parsed = routePolicySchema.shape[name as keyof RoutePolicy].safeParse(fromJson(value));
    // A lost "never" must not come back as permission: the strictest reading of a value this version does not know.
    if (parsed.success) valid[name] = parsed.data;
    else if (name === "cloud") valid[name] = "never";
  }
  return routePolicySchema.parse(valid);
};

/** Policy, rules and the conversations' models, on disk. Policy and rules are read once: this process alone has the data folder open. */
export const createRouteStore = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database, transaction } = store;
  const upsertPolicy = database.prepare("INSERT INTO route_policy VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  const upsertRule = database.prepare(
    "INSERT INTO route_rules VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET position = excluded.position, rule = excluded.rule",
  );
  const deleteRule = database.prepare("DELETE FROM route_rules WHERE id = ?");
  const selectModel = database.prepare<[string, number], { model_id: string }>(
    "SELECT model_id FROM route_conversations WHERE conversation_id = ? AND at_ms > ?",
  );
  const upsertModel = database.prepare(
    "INSERT INTO route_conversations VALUES (?, ?, ?) ON CONFLICT (conversation_id) DO UPDATE SET model_id = excluded.model_id, at_ms = excluded.at_ms",
  );
  const forget = database.prepare("DELETE FROM route_conversations WHERE at_ms <= ?");

  let policy = readPolicy(database.prepare<[], { name: string; value: string }>("SELECT name, value FROM route_policy").all());
  let rules: readonly RouteRule[] = database
    .prepare<[], { rule: string }>("SELECT rule FROM route_rules ORDER BY position, id")
    .all()
    .flatMap(({ rule }) => {
      const parsed = routeRuleSchema.safeParse(fromJson(rule));
      return parsed.success ? [parsed.data] : [];
    });
  forget.run(clock.nowMs() - rememberedMs);

  const keep = (changed: readonly RouteRule[]): void => {
    transaction(() => changed.forEach((rule, position) => upsertRule.run(rule.id, position, JSON.stringify(rule))));
    rules = changed;
  };

  return {
    policy: (): RoutePolicy => policy,
    setPolicy: (patch: RoutePolicyPatch): RoutePolicy => {
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      transaction(() => given.forEach(([name, value]) => upsertPolicy.run(name, JSON.stringify(value))));
      policy = routePolicySchema.parse({ ...policy, ...Object.fromEntries(given) });
      return policy;
    },
    rules: (): readonly RouteRule[] => rules,
    addRule: (draft: RouteRuleDraft): RouteRule => {
      const rule: RouteRule = { ...draft, id: ids.create("rule") };
      keep([...rules, rule]);
      return rule;
    },
    changeRule: (ruleId: string, draft: RouteRuleDraft): Result<RouteRule, RouterError> => {
      const found = rules.find(({ id }) => id === ruleId);
      if (found === undefined) return err({ type: "RuleNotFound", ruleId });
      const changed: RouteRule = { ...draft, id: found.id };
      keep(rules.map((rule) => (rule.id === ruleId ? changed : rule)));
      return ok(changed);
    },
    /** True when it was there. */
    removeRule: (ruleId: string): boolean => {
      rules = rules.filter(({ id }) => id !== ruleId);
      return deleteRule.run(ruleId).changes > 0;
    },
    /** Those named come first, in that order; the others stay behind them as they were. Unknown ids are passed over. */
    orderRules: (ruleIds: readonly string[]): readonly RouteRule[] => {
      const rank = new Map(ruleIds.map((id, index) => [id, index]));
      keep(rules.toSorted((left, right) => (rank.get(left.id) ?? rank.size) - (rank.get(right.id) ?? rank.size)));
      return rules;
    },
    modelOf: (conversationId: string): string | null => selectModel.get(conversationId, clock.nowMs() - rememberedMs)?.model_id ?? null,
    remember: (conversationId: string, modelId: string): void => void upsertModel.run(conversationId, modelId, clock.nowMs()),
  };
};
