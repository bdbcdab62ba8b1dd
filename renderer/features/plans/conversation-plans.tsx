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

/** The newest plan that belongs to a conversation: its card until it runs, then its run. Nothing where there is none, or where it was put away. */
export const ConversationPlans = ({ conversationId, turn }: ConversationPlansProps) => {
  const port = usePlans();
  const [plan, setPlan] = useState<Plan | null>(null);
  useEffect(() => {
    let gone = false;
    void port.plansOf(conversationId).then((found) => {
      if (!gone) setPlan(found.ok ? (found.value[0] ?? null) : null);
    });
    return () => {
      gone = true;
    };
  }, [port, conversationId, turn]);
  return plan === null ? null : <PlanOrRun key={plan.id} plan={plan} />;
};

const PlanOrRun = ({ plan }: { readonly plan: Plan }) => {
  const { runs } = useRuns();
  const [started, setStarted] = useState<RunId | null>(null);
  const [rejected, setRejected] = useState(false);
  const runId = started ?? runs?.find(({ planId }) => planId === plan.id)?.id ?? null;
  if (rejected || runs === null) return null;
  return (
    <div className="shrink-0 px-4 pb-3 sm:px-6">
      <div className="mx-auto max-w-184">
        {runId === null ? (
          <PlanCard planId={plan.id} keys={false} onRun={setStarted} onReject={() => setRejected(true)} />
        ) : (
          <RunPanel key={runId} runId={runId} keys={false} onRun={setStarted} />
        )}
      </div>
    </div>
  );
};
