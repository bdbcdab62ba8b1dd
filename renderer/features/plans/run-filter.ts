import type { Mode, RunSummary } from "#core/plans/schema";
import { standingOf, type Standing } from "./run-view.ts";

export interface RunFilter {
  readonly text: string;
  readonly standing: Standing | "all";
  readonly mode: Mode | "all";
}

export const everything: RunFilter = { text: "", standing: "all", mode: "all" };

export const isNarrow = ({ text, standing, mode }: RunFilter): boolean => text.trim() !== "" || standing !== "all" || mode !== "all";

/** Runs that fit all that was asked for; every word of the text has to occur in title, summary or folder. */
export const filterRuns = (runs: readonly RunSummary[], { text, standing, mode }: RunFilter): RunSummary[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (standing !== "all" && standingOf(run, run.outcome) !== standing) return false;
    if (mode !== "all" && run.mode !== mode) return false;
    const said = `${run.title}\n${run.summary}\n${run.workspaceRoot}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
};

export interface Day {
  /** Midnight of the day where the reader is. */
  readonly startMs: number;
  readonly runs: readonly RunSummary[];
}

/** Runs by the day they began on, newest first. */
export const byDay = (runs: readonly RunSummary[]): Day[] => {
  const days = new Map<number, RunSummary[]>();
  for (const run of runs.toSorted((left, right) => right.startedAtMs - left.startedAtMs)) {
    const startMs = new Date(run.startedAtMs).setHours(0, 0, 0, 0);
    days.set(startMs, [...(days.get(startMs) ?? []), run]);
  }
  return [...days].map(([startMs, runsOfDay]) => ({ startMs, runs: runsOfDay }));
};
