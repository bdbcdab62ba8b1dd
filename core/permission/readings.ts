import type { ClockDep } from "#core/base";
import type { StoreDep } from "#core/store";

/** Where a run's untrusted text came from; the inbox shows the first ones. */
const mostSources = 20;

/** Which runs have read text that somebody else may have written. On disk before anything else happens; never taken back. */
export const createReadings = ({ clock, store: { database } }: ClockDep & StoreDep) => {
  const insert = database.prepare("INSERT OR IGNORE INTO untrusted_readings (run_id, source, read_at_ms) VALUES (?, ?, ?)");
  const select = database.prepare<[string], { source: string }>(
    "SELECT source FROM untrusted_readings WHERE run_id = ? ORDER BY read_at_ms, source",
  );
  /** What is on disk already, so that a run's thousandth reading costs no write. */
  const known = new Map<string, Set<string>>();
  const sourcesOf = (runId: string): Set<string> => {
    const sources = known.get(runId) ?? new Set(select.all(runId).map(({ source }) => source));
    known.set(runId, sources);
    return sources;
  };

  return {
    add: (runId: string, source: string): void => {
      const sources = sourcesOf(runId);
      const short = source.slice(0, 200);
      if (sources.has(short) || sources.size >= mostSources) return;
      insert.run(runId, short, clock.nowMs());
      sources.add(short);
    },
    sources: (runId: string): readonly string[] => [...sourcesOf(runId)],
    forget: (runId: string): void => void known.delete(runId),
  };
};
