import { useEffect, useMemo, useState } from "react";
import type { Plan, RunSummary } from "#core/plans/schema";
import { planLines, type PlanLine } from "./plan-lines.ts";
import { usePlans } from "./use-plans.ts";

/** Plans that never ran; null until read. Read anew with every run that comes or goes, and when the window is looked at again. */
export const usePlanLines = (runs: readonly RunSummary[] | null): readonly PlanLine[] | null => {
  const port = usePlans();
  const [plans, setPlans] = useState<readonly Plan[] | null>(null);
  const count = runs?.length ?? null;
  useEffect(() => {
    if (count === null) return;
    let gone = false;
    const read = async () => {
      const found = await port.plans();
      if (!gone) setPlans((before) => (found.ok ? found.value : (before ?? [])));
    };
    const onLook = () => void read();
    onLook();
    window.addEventListener("focus", onLook);
    return () => {
      gone = true;
      window.removeEventListener("focus", onLook);
    };
  }, [port, count]);
  return useMemo(() => (plans === null || runs === null ? null : planLines(plans, runs)), [plans, runs]);
};
