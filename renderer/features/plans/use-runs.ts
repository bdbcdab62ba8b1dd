import { useEffect, useState } from "react";
import type { RunSummary } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { usePlans } from "./use-plans.ts";

/** The list is read anew this often: the contract tells of one run's changes, not of all. */
const refreshMs = 2000;

export interface Runs {
  /** Newest first; null until read. */
  readonly runs: readonly RunSummary[] | null;
  readonly problem: ClientError | null;
}

/** All runs, kept fresh while the calling screen is shown. */
export const useRuns = (): Runs => {
  const port = usePlans();
  const [state, setState] = useState<Runs>({ runs: null, problem: null });
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const found = await port.runs();
      if (gone) return;
      setState((before) => (found.ok ? { runs: found.value, problem: null } : { ...before, problem: found.error }));
      timer = setTimeout(() => void read(), refreshMs);
    };
    void read();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [port]);
  return state;
};
