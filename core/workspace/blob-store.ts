import type { StoreDep } from "#core/store";

/** Which contents are kept, how large they are, and which runs need them. SQL only. */
export const createBlobStore = ({ store }: StoreDep) => {
  const { database } = store;
  const insertBlob = database.prepare("INSERT INTO workspace_blobs VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  const insertPin = database.prepare(
    "INSERT INTO workspace_blob_pins VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET pinned_at_ms = excluded.pinned_at_ms",
  );
  const selectSize = database.prepare<[string], number>("SELECT size_bytes FROM workspace_blobs WHERE sha256 = ?").pluck();
  const selectUsed = database.prepare<[], number>("SELECT coalesce(sum(size_bytes), 0) FROM workspace_blobs").pluck();
  const selectAll = database.prepare<[], string>("SELECT sha256 FROM workspace_blobs").pluck();
  const selectRuns = database
    .prepare<[], string>("SELECT run_id FROM workspace_blob_pins GROUP BY run_id ORDER BY max(pinned_at_ms), run_id")
    .pluck();
  const selectRunsBefore = database
    .prepare<[number], string>("SELECT run_id FROM workspace_blob_pins GROUP BY run_id HAVING max(pinned_at_ms) < ? ORDER BY run_id")
    .pluck();
  const selectUnpinned = database
    .prepare<[number], string>(
      `SELECT sha256 FROM workspace_blobs WHERE added_at_ms <= ?
       AND NOT EXISTS (SELECT 1 FROM workspace_blob_pins WHERE workspace_blob_pins.sha256 = workspace_blobs.sha256)`,
    )
    .pluck();
  const selectPinned = database.prepare<[string], string>("SELECT sha256 FROM workspace_blob_pins WHERE run_id = ?").pluck();
  const deletePins = database.prepare("DELETE FROM workspace_blob_pins WHERE run_id = ?");
  const deleteBlob = database.prepare("DELETE FROM workspace_blobs WHERE sha256 = ?");

  return {
    sizeOf: (sha256: string): number | undefined => selectSize.get(sha256),
    usedBytes: (): number => selectUsed.get() ?? 0,
    all: (): readonly string[] => selectAll.all(),
    /** Least recently written first. */
    runs: (): readonly string[] => selectRuns.all(),
    runsBefore: (nowMs: number): readonly string[] => selectRunsBefore.all(nowMs),
    unpinned: (addedUntilMs: number): readonly string[] => selectUnpinned.all(addedUntilMs),
    pinnedBy: (runId: string): readonly string[] => selectPinned.all(runId),
    add: (runId: string, sha256: string, sizeBytes: number, nowMs: number): void =>
      store.transaction(() => {
        insertBlob.run(sha256, sizeBytes, nowMs);
        insertPin.run(runId, sha256, nowMs);
      }),
    unpin: (runId: string): boolean => deletePins.run(runId).changes > 0,
    remove: (sha256: string): void => void deleteBlob.run(sha256),
  };
};
