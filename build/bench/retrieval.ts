import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { exactSearch, MetricKind } from "usearch";
import { createIds, silentLog, systemClock } from "#core/base";
import { ok } from "#core/base/schema";
import { migrations } from "#core/host";
import { createDocumentStore, createDocumentWriter, createModelStore, createSearchClient } from "#core/memory";
import { openStore } from "#core/store";
import { openPeers } from "./peers.ts";
import { createSynthetic } from "./synthetic.ts";
import type { BenchTable } from "./table.ts";

type BenchGoal = BenchTable["goals"][number];

export interface RetrievalOptions {
  /** Chunks in the library, one row of the table each. */
  readonly sizes?: number | readonly number[];
  readonly queries?: number;
  /** Compares with sqlite-vec and LanceDB up to this many chunks; they take long to fill. */
  readonly peersUpTo?: number;
}

const dimensions = 384;
/** 500 characters: below what the chunker aims at, so that the number of index entries, not of bytes, is what is tested. */
const wordsPerChunk = 80;
const chunksPerDocument = 50;
const questionWords = 8;

const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const rounded = (value: number): number => Number(value.toFixed(2));
const pair = (times: readonly number[]): string => `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.95).toFixed(1)}`;

const time = async (work: () => unknown): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

/** A library in a folder of its own, written by the product's writer and searched through its thread. */
const openLibrary = () => {
  const dataDir = mkdtempSync(join(tmpdir(), "olympus-bench-"));
  const opened = openStore({
    dataDir,
    migrations,
    clock: systemClock,
    log: silentLog,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  const synthetic = createSynthetic(dimensions);
  const documentStore = createDocumentStore({ store }, () => false);
  const modelStore = createModelStore({ store });
  const searchClient = createSearchClient({ log: silentLog }, store.database.name);
  const { number } = modelStore.add({ id: "bench", kind: "onnx", name: "bench", revision: "1", dimensions }, "active", null, 0);
  const model = { number, dimensions };
  let kept: { rows: Float32Array; count: number } | null = null;
  const embedPassages = async (texts: readonly string[]) => {
    const rows = new Float32Array(texts.length * dimensions);
    for (let index = 0; index < texts.length; index += 1) synthetic.vector(rows, index * dimensions);
    if (kept !== null && (kept.count + texts.length) * dimensions <= kept.rows.length) {
      kept.rows.set(rows, kept.count * dimensions);
      kept.count += texts.length;
    }
    return ok(rows);
  };
  const writer = createDocumentWriter({
    documentStore,
    modelStore,
    searchClient,
    store,
    upkeep: { targets: () => [{ ...model, embedPassages }] },
  });
  const ids = createIds({ clock: systemClock });
  let documentCount = 0;

  const addDocument = async (chunkCount: number): Promise<void> => {
    let end = 0;
    const chunks = Array.from({ length: chunkCount }, (_, ordinal) => {
      const text = synthetic.text(wordsPerChunk);
      const start = end;
      end += text.length;
      return { ordinal, start, end, text, page: null, heading: "" };
    });
    documentCount += 1;
    const facts = { kind: "text", title: `document ${documentCount}`, pageCount: null, notes: [], sha256: "", sizeBytes: end } as const;
    const path = `/bench/${documentCount}.txt`;
    const draft = { ...facts, id: ids.create("doc"), path, root: "/bench", chunkCount, addedAtMs: Date.now(), modifiedAtMs: Date.now() };
    await writer.write(draft, chunks, new AbortController().signal);
  };

  return {
    addDocument,
    model,
    searchClient,
    synthetic,
    /** Keeps the first `count` vectors for comparison. */
    keepVectors: (count: number) => (kept = { rows: new Float32Array(count * dimensions), count: 0 }),
    search: async (query: string, vector: Float32Array | null, k = 10) => {
      const found = await searchClient.search({ query, k, embedded: vector === null ? null : { model, vector } });
      if (!found.ok) throw new Error("aborted");
      return found.value;
    },
    close: async () => {
      await writer.close();
      await searchClient.close();
      store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const exactNearest = (rows: Float32Array, query: Float32Array, k: number): number[] => {
  const found = exactSearch(rows, query, dimensions, Math.min(k, rows.length / dimensions), MetricKind.IP, 1);
  return Array.from(found.keys as BigUint64Array, (key) => Number(key) + 1);
};

const shareFound = (found: readonly number[], wanted: readonly number[]): number =>
  wanted.filter((id) => found.includes(id)).length / wanted.length;

const measurePeers = async (rows: Float32Array, queries: readonly Float32Array[]): Promise<Record<string, number[]>> => {
  const times: Record<string, number[]> = {};
  for (const peer of await openPeers(rows, dimensions)) {
    await peer.nearest(queries[0] ?? new Float32Array(dimensions), 10);
    const peerTimes: number[] = [];
    for (const query of queries.slice(0, 40)) peerTimes.push(await time(() => peer.nearest(query, 10)));
    times[peer.name] = peerTimes;
    await peer.dispose();
  }
  return times;
};

const measureSize = async (
  size: number,
  queryCount: number,
  withPeers: boolean,
): Promise<{ row: Record<string, string | number>; goals: BenchGoal[] }> => {
  const library = openLibrary();
  const { rows } = library.keepVectors(size);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const ingestMs = await time(async () => {
    for (let left = size; left > 0; left -= chunksPerDocument) await library.addDocument(Math.min(chunksPerDocument, left));
  });
  delay.disable();
  const blockedMs = { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 };
  const loadMs = await time(() => library.searchClient.load(library.model));
  const questions = Array.from({ length: queryCount }, () => library.synthetic.question(questionWords));
  const vectors = questions.map(() => {
    const vector = new Float32Array(dimensions);
    library.synthetic.vector(vector, 0);
    return vector;
  });

  const legs: Record<"vector" | "lexical" | "hybrid" | "inserting", number[]> = { vector: [], lexical: [], hybrid: [], inserting: [] };
  let recall = 0;
  await library.search(questions[0] ?? "", vectors[0] ?? null);
  for (const [index, vector] of vectors.entries()) {
    const pure = await library.searchClient.search({
      query: "",
      k: 10,
      embedded: { model: library.model, vector },
      tuning: { lexicalShare: 0, lambda: 1, feedback: 0 },
    });
    if (!pure.ok) throw new Error("aborted");
    legs.vector.push(pure.value.vectorMs);
    if (index < 100)
      recall +=
        shareFound(
          pure.value.hits.map(({ chunkId }) => chunkId),
          exactNearest(rows, vector, 10),
        ) / Math.min(100, queryCount);
  }
  for (const [index, question] of questions.entries()) {
    legs.lexical.push((await library.search(question, null)).lexicalMs);
    legs.hybrid.push(await time(() => library.search(question, vectors[index] ?? null)));
  }
  let inserting = true;
  const insertion = (async () => {
    while (inserting) await library.addDocument(chunksPerDocument);
  })();
  for (const [index, question] of questions.entries())
    legs.inserting.push(await time(() => library.search(question, vectors[index] ?? null)));
  inserting = false;
  await insertion;
  const memory = await library.searchClient.memory();
  const residentMb = process.memoryUsage().rss / 2 ** 20;
  await library.close();
  const peers = withPeers ? await measurePeers(rows, vectors) : {};

  const row = {
    chunks: size,
    "load average": rounded(loadavg()[0] ?? 0),
    "ingest chunks/s": Math.round(size / (ingestMs / 1000)),
    "event loop p99 / max ms": `${blockedMs.p99.toFixed(0)} / ${blockedMs.most.toFixed(0)}`,
    "load ms": Math.round(loadMs),
    "vector p50 / p95 ms": pair(legs.vector),
    "lexical p50 / p95 ms": pair(legs.lexical),
    "hybrid p50 / p95 ms": pair(legs.hybrid),
    "hybrid while inserting ms": pair(legs.inserting),
    "recall@10": rounded(recall),
    "matrix MB": Math.round((memory?.bytes ?? 0) / 2 ** 20),
    "process MB": Math.round(residentMb - rows.byteLength / 2 ** 20),
    ...Object.fromEntries(Object.entries(peers).map(([name, times]) => [`${name} p50 / p95 ms`, pair(times)])),
  };
  return { row, goals: goalsOf(size, legs, recall, blockedMs.most, peers) };
};

const atMost = (goal: string, measured: number, limit: number): BenchGoal => ({
  goal: `${goal} ≤ ${limit}`,
  measured,
  met: measured <= limit,
});
const atLeast = (goal: string, measured: number, limit: number): BenchGoal => ({
  goal: `${goal} ≥ ${limit}`,
  measured,
  met: measured >= limit,
});

const goalsOf = (
  size: number,
  legs: Record<"vector" | "lexical" | "hybrid", number[]>,
  recall: number,
  blockedMs: number,
  peers: Record<string, number[]>,
): BenchGoal[] => {
  const goals = [
    atLeast(`recall@10 at ${size}`, recall, 0.99),
    atMost(`longest event loop stop while ingesting ${size}, ms`, blockedMs, 50),
  ];
  if (size === 100_000) {
    goals.push(atMost("vectors p50 at 100k, ms", percentile(legs.vector, 0.5), 4));
    goals.push(atMost("lexical p95 at 100k, ms", percentile(legs.lexical, 0.95), 50));
    goals.push(atMost("hybrid p95 at 100k, ms", percentile(legs.hybrid, 0.95), 80));
    const peer = peers["sqlite-vec"];
    if (peer !== undefined)
      goals.push(atLeast("times faster than sqlite-vec at 100k", percentile(peer, 0.5) / percentile(legs.vector, 0.5), 8));
  }
  if (size === 1_000_000) goals.push(atMost("lexical p95 at 1M, ms", percentile(legs.lexical, 0.95), 150));
  return goals;
};

/** Fills libraries of the given sizes and measures what a search costs. A million chunks take some minutes and 5 GB of disk. */
export const runRetrievalBench = async ({
  sizes = [1000, 10_000, 100_000],
  queries = 200,
  peersUpTo = 100_000,
}: RetrievalOptions = {}): Promise<BenchTable> => {
  const measured = [];
  for (const size of [sizes].flat()) measured.push(await measureSize(size, queries, size <= peersUpTo));
  return {
    name: `retrieval: ${dimensions} dimensions, ${wordsPerChunk} words a chunk, ${questionWords}-word questions`,
    rows: measured.map(({ row }) => row),
    goals: measured.flatMap(({ goals }) => goals),
  };
};
