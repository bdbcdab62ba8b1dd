import type { Database } from "better-sqlite3";
import { createFilterReader, type SearchFilter } from "./filter.ts";
import { fuse, type Candidate, type Fused } from "./fusion.ts";
import { createLexicalIndex } from "./lexical.ts";
import { diversify } from "./mmr.ts";
import type { SearchHit } from "./schema.ts";
import { openVectorIndex, type VectorIndex, type VectorModel } from "./vector-index.ts";

export interface SearchTuning {
  /** Share of the words' score in the whole, 0…1. */
  readonly lexicalShare: number;
  /** 1 ranks by relevance alone; see `diversify`. */
  readonly lambda: number;
}

export interface SearchRequest extends SearchFilter {
  readonly query: string;
  readonly k: number;
  /** The question's vector and the model it is of; null searches by words alone. */
  readonly embedded: { readonly model: VectorModel; readonly vector: Float32Array } | null;
  readonly tuning?: SearchTuning | undefined;
}

/** Document versions that came into sight and that went out of it, already committed. */
export interface LibraryChange {
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

export interface SearchReply {
  readonly hits: SearchHit[];
  /** Whether the vectors took part. */
  readonly vectors: boolean;
  readonly lexicalMs: number;
  readonly vectorMs: number;
}

/** Everything a search does besides embedding the question. Lives in a thread of its own with its own read-only connection. */
export interface Searcher {
  readonly search: (request: SearchRequest) => Promise<SearchReply>;
  readonly change: (change: LibraryChange) => void;
  /** Resolves when the model's vectors are in memory; answers how many. */
  readonly load: (model: VectorModel) => Promise<number>;
  readonly drop: (modelNumber: number) => void;
  readonly memory: () => { rows: number; bytes: number };
}

/** Chosen on half of Cranfield's questions, confirmed on the other half; see SPEC.md. */
export const defaultTuning: SearchTuning = { lexicalShare: 0.35, lambda: 0.9 };

/** How many each leg offers. Recall@100 needs at least 100; 200 keep the byte scan's recall@10 above 0.99 after rescoring (see bench). */
const legSize = 200;

/** How many of the best MMR chooses among. */
const diversityPool = 50;

/** How long a search right after the start waits for the vectors before it goes by words alone. */
const patienceMs = 1500;

const dot = (left: Float32Array, right: Float32Array): number => {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
};

type HitRow = Omit<SearchHit, "score" | "parts">;

export const createSearcher = (database: Database, separator: string): Searcher => {
  const lexical = createLexicalIndex(database);
  const filterVersions = createFilterReader(database, separator);
  const indexes = new Map<number, VectorIndex>();
  const selectVersion = database
    .prepare<[number], number>("SELECT c.version FROM chunks c JOIN documents d ON d.version = c.version AND d.live = 1 WHERE c.id = ?")
    .pluck();
  const selectHit = database.prepare<[number], HitRow>(
    `SELECT c.id AS chunkId, d.id AS documentId, d.path, d.title, d.kind, c.page, c.heading, c.text
     FROM chunks c JOIN documents d ON d.version = c.version AND d.live = 1 WHERE c.id = ?`,
  );

  const indexOf = (model: VectorModel): VectorIndex => {
    const known = indexes.get(model.number);
    if (known !== undefined) return known;
    const opened = openVectorIndex(database, model);
    indexes.set(model.number, opened);
    return opened;
  };

  /** Rescored with the stored vectors, and with those of the chunks only the words found, so that both scores are there for as many as can be. */
  const candidatesOf = (request: SearchRequest, index: VectorIndex | null) => {
    const allowed = filterVersions(request);
    const startedMs = performance.now();
    const keep = (chunkId: number): boolean => {
      const version = selectVersion.get(chunkId);
      return version !== undefined && (allowed === null || allowed.has(version));
    };
    const words = lexical.search(request.query, Math.max(legSize, request.k), keep);
    const lexicalMs = performance.now() - startedMs;
    const question = request.embedded?.vector;
    const near = index === null || question === undefined ? [] : index.search(question, Math.max(legSize, request.k), allowed);
    const vectors = new Map<number, Float32Array>();
    const lexicalScores = new Map(words.map(({ chunkId, score }) => [chunkId, score]));
    const candidates: Candidate[] = [];
    for (const chunkId of new Set([...lexicalScores.keys(), ...near.map((hit) => hit.chunkId)])) {
      const vector = index?.vectorOf(chunkId) ?? null;
      if (vector !== null) vectors.set(chunkId, vector);
      const closeness = vector === null || question === undefined ? null : dot(vector, question);
      candidates.push({ chunkId, lexical: lexicalScores.get(chunkId) ?? null, vector: closeness });
    }
    return { candidates, vectors, lexicalMs, vectorMs: performance.now() - startedMs - lexicalMs };
  };

  const toHit = ({ chunkId, lexical: words, vector, lexicalRank, vectorRank, fused }: Fused, penalty: number): SearchHit[] => {
    const row = selectHit.get(chunkId);
    if (row === undefined) return [];
    const score = Math.min(1, Math.max(0, fused - penalty));
    return [{ ...row, score, parts: { lexical: words, lexicalRank, vector, vectorRank, fused, diversityPenalty: penalty } }];
  };

  const searchNow = (request: SearchRequest, index: VectorIndex | null): SearchReply => {
    const { candidates, vectors, lexicalMs, vectorMs } = candidatesOf(request, index);
    const { lexicalShare, lambda } = request.tuning ?? defaultTuning;
    const noQuestion = request.embedded?.vector.every((value) => value === 0) ?? true;
    const ranked = fuse(candidates, { lexicalShare: noQuestion ? 1 : lexicalShare });
    // Gone since the byte rows were told about: a hidden version must not take a place.
    const present = ranked
      .slice(0, Math.max(diversityPool, request.k) * 2)
      .filter(({ chunkId }) => selectVersion.get(chunkId) !== undefined);
    const likeness = (left: Fused, right: Fused): number => {
      const [one, other] = [vectors.get(left.chunkId), vectors.get(right.chunkId)];
      return one === undefined || other === undefined ? 0 : Math.max(0, dot(one, other));
    };
    const pool = present.slice(0, Math.max(diversityPool, request.k));
    const chosen = diversify(pool, { relevance: ({ fused }) => fused, likeness, lambda, count: request.k });
    return { hits: chosen.flatMap(({ item, penalty }) => toHit(item, penalty)), vectors: index !== null, lexicalMs, vectorMs };
  };
  // One snapshot: the words, the vectors and the texts of a search are of the same moment.
  const searchSnapshot = database.transaction(searchNow);

  return {
    search: async (request) => {
      if (request.embedded === null) return searchSnapshot(request, null);
      const index = indexOf(request.embedded.model);
      if (!index.isLoaded()) await Promise.race([index.loaded, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
      return searchSnapshot(request, index.isLoaded() ? index : null);
    },
    change: ({ added, removed }) => {
      const gone = new Set(removed);
      for (const index of indexes.values()) {
        if (gone.size > 0) index.remove(gone);
        for (const version of added) index.add(version);
      }
    },
    load: async (model) => {
      const index = indexOf(model);
      await index.loaded;
      return index.rowCount();
    },
    drop: (modelNumber) => {
      indexes.get(modelNumber)?.dispose();
      indexes.delete(modelNumber);
    },
    memory: () => {
      const all = [...indexes.values()];
      return { rows: all.reduce((sum, index) => sum + index.rowCount(), 0), bytes: all.reduce((sum, index) => sum + index.sizeBytes(), 0) };
    },
  };
};
