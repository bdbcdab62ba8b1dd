import { useEffect, useState } from "react";
import type { RoutePolicy, RouteRule } from "#core/router/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import type { Result } from "#core/base/schema";
import type { RuleDraft } from "./rule-form.ts";

export interface Routing {
  readonly policy: RoutePolicy | null;
  /** The first one is looked at first. */
  readonly rules: readonly RouteRule[];
  readonly problem: ClientError | null;
  readonly setPolicy: (change: Partial<RoutePolicy>) => Promise<void>;
  /** A new rule where `id` is null. */
  readonly keep: (id: RouteRule["id"] | null, rule: RuleDraft) => Promise<Result<unknown, ClientError>>;
  readonly remove: (id: RouteRule["id"]) => Promise<void>;
  readonly move: (from: number, to: number) => Promise<void>;
}

/** What the person allows and their own rules. Every change is stored at once. */
export const useRouting = (): Routing => {
  const client = useClient();
  const [policy, setPolicy] = useState<RoutePolicy | null>(null);
  const [rules, setRules] = useState<readonly RouteRule[]>([]);
  const [problem, setProblem] = useState<ClientError | null>(null);
  const readRules = async () => {
    const read = await attempt(client.routing.rules());
    if (read.ok) setRules(read.value);
    else setProblem(read.error);
  };
  useEffect(() => {
    void attempt(client.routing.policy()).then((read) => (read.ok ? setPolicy(read.value) : setProblem(read.error)));
    void attempt(client.routing.rules()).then((read) => (read.ok ? setRules(read.value) : setProblem(read.error)));
  }, [client]);
  return {
    policy,
    rules,
    problem,
    setPolicy: async (change) => {
      const before = policy;
      setPolicy(before === null ? null : { ...before, ...change });
      const stored = await attempt(client.routing.setPolicy(change));
      setPolicy(stored.ok ? stored.value : before);
      setProblem(stored.ok ? null : stored.error);
    },
    keep: async (id, rule) => {
      const stored = await attempt(id === null ? client.routing.addRule(rule) : client.routing.changeRule({ ruleId: id, rule }));
      if (stored.ok) await readRules();
      return stored;
    },
    remove: async (ruleId) => {
      const removed = await attempt(client.routing.removeRule({ ruleId }));
      setProblem(removed.ok ? null : removed.error);
      await readRules();
    },
    move: async (from, to) => {
      const moved = rules[from];
      if (moved === undefined || to < 0 || to >= rules.length) return;
      const next = rules.toSpliced(from, 1).toSpliced(to, 0, moved);
      setRules(next);
      const stored = await attempt(client.routing.orderRules({ ruleIds: next.map(({ id }) => id) }));
      setProblem(stored.ok ? null : stored.error);
      if (stored.ok) setRules(stored.value);
      else await readRules();
    },
  };
};
