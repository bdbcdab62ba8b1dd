import { useEffect, useState } from "react";
import type { Plan, RunId } from "#core/plans/schema";
import { PlanCard } from "./plan-card.tsx";
import { RunPanel } from "./run-panel.tsx";
import { usePlans } from "./use-plans.ts";
import { useRuns } from "./use-runs.ts";

interface ConversationPlansProps {
  readonly conversationId: string;
  /** Another value looks for new plans. */
  readonly turn: unknown;
}

/** The newest plan that belongs to a conversation: its card until it runs, then its run. Nothing where there is none. */
export const ConversationPlans = ({ conversationId, turn }: ConversationPlansProps) => {
  const port = usePlans();
  const [plan, setPlan] = useState<Plan | null>(null);
  useEffect(() => {
    let gone = false;
    void port.planOf(conversationId).then((found) => {
      if (!gone) setPlan(found.ok ? found.value : null);
    });
    return () => {
      gone = true;
    };
  }, [port, conversationId, turn]);
  return plan === null ? null : <PlanOrRun key={plan.id} plan={plan} />;
};

const PlanOrRun = ({ plan }: { readonly plan: Plan }) => {
  const { runs } = useRuns(plan.id);
  const [started, setStarted] = useState<RunId | null>(null);
  const runId = started ?? runs?.[0]?.id ?? null;
  if (runs === null) return null;
  return (
    <div className="shrink-0 px-4 pb-3 sm:px-6">
      <div className="mx-auto max-w-184">
        {runId === null ? (
          <PlanCard planId={plan.id} keys={false} onRun={setStarted} onReject={null} />
        ) : (
          <RunPanel key={runId} runId={runId} keys={false} onRun={setStarted} />
        )}
      </div>
    </div>
  );
};
