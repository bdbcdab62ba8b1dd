import type { Mode, RunSummary } from "#core/plans/schema";
import type { PlanLine } from "./plan-lines.ts";
import { standingOf, type Standing } from "./run-view.ts";

/** A line of the timeline: a run, or a plan that never ran. */
export type Line = RunSummary | PlanLine;

export const standingOfLine = (line: Line): Standing => ("standing" in line ? line.standing : standingOf(line, line.outcome));

export interface RunFilter {
  readonly text: string;
  readonly standing: Standing | "all";
  readonly mode: Mode | "all";
}

export const everything: RunFilter = { text: "", standing: "all", mode: "all" };

export const isNarrow = ({ text, standing, mode }: RunFilter): boolean => text.trim() !== "" || standing !== "all" || mode !== "all";

/** Lines that fit all that was asked for; every word of the text has to occur in title, summary or folder. */
export const filterLines = <Of extends Line>(lines: readonly Of[], { text, standing, mode }: RunFilter): Of[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (standing !== "all" && standingOfLine(line) !== standing) return false;
    if (mode !== "all" && line.mode !== mode) return false;
    const said = `${line.title}\n${line.summary}\n${line.workspaceRoot}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
};

export interface Day {
  /** Midnight of the day where the reader is. */
  readonly startMs: number;
  readonly lines: readonly Line[];
}

/** Lines by the day they began on, newest first. */
export const byDay = (lines: readonly Line[]): Day[] => {
  const days = new Map<number, Line[]>();
  for (const line of lines.toSorted((left, right) => right.startedAtMs - left.startedAtMs)) {
    const startMs = new Date(line.startedAtMs).setHours(0, 0, 0, 0);
    const ofDay = days.get(startMs);
    if (ofDay === undefined) days.set(startMs, [line]);
    else ofDay.push(line);
  }
  return [...days].map(([startMs, ofDay]) => ({ startMs, lines: ofDay }));
};
