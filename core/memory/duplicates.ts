import { createWorkerClient, reasonOf, workerEntry, type LogDep } from "#core/base";
import type { StoreDep } from "#core/store";
import type { FoundGroup, FoundMember } from "./read-groups.ts";

/** Which documents say (nearly) the same: found in a thread, in the background, and remembered until something changes. */
export interface Duplicates {
  /** As they were found last; those of which only one is left are not in it. */
  readonly groups: () => readonly FoundGroup[];
  /** What is known of one document. */
  readonly member: (documentId: string) => { readonly member: FoundMember; readonly group: FoundGroup } | null;
  /** Documents not compared yet. */
  readonly waiting: () => number;
  /** Compares what is new and groups anew. Resolves when there is nothing more to do. */
  readonly run: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface DuplicatesDeps extends LogDep, StoreDep {
  readonly onChange: () => void;
}

/** Documents of one call to the thread; some 20 ms of work each with 100,000 words. */
const documentsInCall = 16;

export const createDuplicates = ({ log, onChange, store }: DuplicatesDeps): Duplicates => {
  const { database } = store;
  const client = createWorkerClient(workerEntry("sketch-worker", import.meta.url), { workerData: { databasePath: database.name } });
  const unsketched = `documents d WHERE d.live = 1 AND NOT EXISTS (SELECT 1 FROM document_sketches s WHERE s.version = d.version)`;
  const selectUnsketched = database
    .prepare<[number, number], number>(`SELECT version FROM ${unsketched} AND version > ? ORDER BY version LIMIT ?`)
    .pluck();
  const countUnsketched = database.prepare<[], number>(`SELECT count(*) FROM ${unsketched}`).pluck();
  const insert = database.prepare(
    "INSERT OR REPLACE INTO document_sketches SELECT version, ?, ? FROM documents WHERE version = ? AND live = 1",
  );
  let groups: readonly FoundGroup[] = [];
  let members = new Map<string, { readonly member: FoundMember; readonly group: FoundGroup }>();
  let waiting = 0;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  const sketchAll = async (): Promise<void> => {
    for (let last = 0; !closed;) {
      const versions = selectUnsketched.all(last, documentsInCall);
      last = versions.at(-1) ?? last;
      waiting = versions.length === 0 ? 0 : (countUnsketched.get() ?? 0);
      onChange();
      if (versions.length === 0) return;
      const sketched = await client.call<({ readonly textSha256: Uint8Array; readonly hashes: Uint32Array } | null)[]>("sketch", versions);
      if (!sketched.ok) {
        if (!closed) log.warn("documents could not be compared", { error: sketched.error });
        continue;
      }
      if (closed) return;
      store.transaction(() => {
        for (const [index, sketch] of sketched.value.entries())
          if (sketch !== null) insert.run(Buffer.from(sketch.textSha256), Buffer.from(sketch.hashes.buffer), versions[index]);
      });
    }
  };

  const regroup = async (): Promise<void> => {
    const found = await client.call<FoundGroup[]>("groups", null);
    if (closed || !found.ok) return;
    groups = found.value;
    members = new Map(groups.flatMap((group) => group.map((member) => [member.documentId, { member, group }] as const)));
    onChange();
  };

  return {
    groups: () => groups,
    member: (documentId) => members.get(documentId) ?? null,
    waiting: () => waiting,
    run: () =>
      (running = running
        .then(async () => {
          if (closed) return;
          await sketchAll();
          await regroup();
        })
        // Nobody waits for it, so a defect ends here, in the log.
        .catch((cause: unknown) => log.error("documents could not be compared", { reason: reasonOf(cause) }))),
    close: async () => {
      closed = true;
      await client.close();
      await running;
    },
  };
};
