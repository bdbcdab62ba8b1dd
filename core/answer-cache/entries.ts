import { parseJson } from "#core/base";
import type { StoreDep } from "#core/store";
import { cachePolicySchema, type CachePolicy, type CacheStatus } from "./schema.ts";

export interface EntryDraft {
  readonly groupKey: string;
  readonly question: string;
  readonly answer: string;
  readonly modelId: string;
  readonly place: "local" | "cloud";
  readonly tokens: number;
  readonly costMicroUsd: number;
  readonly durationMs: number;
}

export interface Entry extends EntryDraft {
  readonly id: number;
  readonly storedAtMs: number;
}

/** A question's vector and the model it is of; vectors of different models say nothing of each other. */
export interface QuestionVector {
  readonly modelId: string;
  readonly vector: Float32Array;
}

type CountName = "exact" | "similar" | "misses" | "local_tokens" | "local_ms" | "cloud_tokens" | "cloud_micro_usd";

/** Newest used of a group that are looked at for a similar question. */
const mostCompared = 500;

const columns = `id, group_key AS groupKey, question, answer, model_id AS modelId, place, tokens, cost_micro_usd AS costMicroUsd,
  duration_ms AS durationMs, stored_at_ms AS storedAtMs`;

const toBlob = ({ buffer, byteLength, byteOffset }: Float32Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);
/** A copy: the bytes of a row need not lie on a multiple of four. */
const toFloats = (blob: Buffer): Float32Array => new Float32Array(Uint8Array.from(blob).buffer);

export const createEntries = ({ store }: StoreDep) => {
  const { database, transaction } = store;
  const selectExact = database.prepare<[string, string, number], Entry>(
    `SELECT ${columns} FROM kept_answers WHERE group_key = ? AND question = ? AND stored_at_ms > ?`,
  );
  const selectGroup = database.prepare<[string, string, number, number], Entry & { readonly vector: Buffer }>(
    `SELECT ${columns}, vector FROM kept_answers WHERE group_key = ? AND vector_model = ? AND stored_at_ms > ? ORDER BY used_at_ms DESC LIMIT ?`,
  );
  const replace = database.prepare(
    `INSERT OR REPLACE INTO kept_answers
       (group_key, question, answer, model_id, place, tokens, cost_micro_usd, duration_ms, size_bytes, stored_at_ms, used_at_ms)
     VALUES (@groupKey, @question, @answer, @modelId, @place, @tokens, @costMicroUsd, @durationMs, @sizeBytes, @nowMs, @nowMs)`,
  );
  const updateVector = database.prepare(
    "UPDATE kept_answers SET vector_model = ?, vector = ?, size_bytes = size_bytes + length(?) WHERE id = ? AND vector IS NULL",
  );
  const markUsed = database.prepare("UPDATE kept_answers SET used_at_ms = ? WHERE id = ?");
  const deleteOld = database.prepare("DELETE FROM kept_answers WHERE stored_at_ms <= ?");
  const deleteNew = database.prepare("DELETE FROM kept_answers WHERE stored_at_ms >= ?");
  const deleteAll = database.prepare("DELETE FROM kept_answers");
  /** Everything but the most recently used that together fit. */
  const deleteBeyond = database.prepare(
    `DELETE FROM kept_answers WHERE id IN (SELECT id FROM (SELECT id, sum(size_bytes) OVER (ORDER BY used_at_ms DESC, id DESC) AS together
       FROM kept_answers) WHERE together > ?)`,
  );
  const selectSize = database.prepare<[], { entries: number; sizeBytes: number }>(
    "SELECT count(*) AS entries, coalesce(sum(size_bytes), 0) AS sizeBytes FROM kept_answers",
  );
  const addCount = database.prepare(
    "INSERT INTO kept_answer_counts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
  );
  const selectCounts = database.prepare<[], { name: string; value: number }>("SELECT name, value FROM kept_answer_counts");
  const selectPolicy = database.prepare<[], string>("SELECT policy FROM kept_answer_policy").pluck();
  const savePolicy = database.prepare("INSERT OR REPLACE INTO kept_answer_policy VALUES (1, ?)");

  const size = () => selectSize.get() ?? { entries: 0, sizeBytes: 0 };
  const count = (name: CountName, value: number): void => void addCount.run(name, value);

  return {
    exact: (groupKey: string, question: string, afterMs: number): Entry | null => selectExact.get(groupKey, question, afterMs) ?? null,
    /** Entries of a group that have a vector of the model, the most recently used first. */
    group: (groupKey: string, modelId: string, afterMs: number): { readonly entry: Entry; readonly vector: Float32Array }[] =>
      selectGroup.all(groupKey, modelId, afterMs, mostCompared).map(({ vector, ...entry }) => ({ entry, vector: toFloats(vector) })),
    /** Writes an entry, takes out what is too old, and then the longest unused until all fit. Answers the entry's id. */
    put: (draft: EntryDraft, nowMs: number, expiredMs: number, capBytes: number): number =>
      transaction(() => {
        const sizeBytes = Buffer.byteLength(draft.question) + Buffer.byteLength(draft.answer);
        const id = Number(replace.run({ ...draft, sizeBytes, nowMs }).lastInsertRowid);
        deleteOld.run(expiredMs);
        if (size().sizeBytes > capBytes) deleteBeyond.run(capBytes);
        return id;
      }),
    setVector: (id: number, { modelId, vector }: QuestionVector): void => {
      const blob = toBlob(vector);
      updateVector.run(modelId, blob, blob, id);
    },
    countHit: (entry: Entry, kind: "exact" | "similar", nowMs: number): void =>
      transaction(() => {
        markUsed.run(nowMs, entry.id);
        count(kind, 1);
        count(entry.place === "local" ? "local_tokens" : "cloud_tokens", entry.tokens);
        if (entry.place === "local") count("local_ms", entry.durationMs);
        else count("cloud_micro_usd", entry.costMicroUsd);
      }),
    countMiss: (): void => count("misses", 1),
    expire: (expiredMs: number): void => void deleteOld.run(expiredMs),
    forgetSince: (sinceMs: number): number => deleteNew.run(sinceMs).changes,
    clear: (): number => deleteAll.run().changes,
    status: (): CacheStatus => {
      const counts = new Map(selectCounts.all().map(({ name, value }) => [name, value]));
      const of = (name: CountName): number => counts.get(name) ?? 0;
      return {
        ...size(),
        hits: { exact: of("exact"), similar: of("similar") },
        misses: of("misses"),
        saved: {
          local: { tokens: of("local_tokens"), durationMs: of("local_ms") },
          cloud: { tokens: of("cloud_tokens"), microUsd: of("cloud_micro_usd") },
        },
      };
    },
    /** What a newer version wrote in a form unknown here counts as never set. */
    policy: (): CachePolicy => {
      const parsed = parseJson(selectPolicy.get() ?? "{}", cachePolicySchema);
      return parsed.ok ? parsed.value : cachePolicySchema.parse({});
    },
    setPolicy: (policy: CachePolicy): void => void savePolicy.run(JSON.stringify(policy)),
  };
};
