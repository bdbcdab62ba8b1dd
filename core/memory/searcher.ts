import type { Database } from "better-sqlite3";
import type { EmbeddingKind } from "#core/embedding/schema";
import { createFilterReader, type SearchFilter } from "./filter.ts";
import { fuse, type Candidate, type Fused } from "./fusion.ts";
import { createLexicalIndex, type LexicalHit } from "./lexical.ts";
import { diversify } from "./mmr.ts";
import type { SearchHit } from "./schema.ts";
import { openVectorIndex, type VectorIndex, type VectorModel } from "./vector-index.ts";

export interface SearchTuning {
  /** Share of the words' score in the whole, 0…1. */
  readonly lexicalShare: number;
  /** 1 ranks by relevance alone; see `diversify`. */
  readonly lambda: number;
  /** How far the question's vector is drawn towards the first answers before the second look, 0 for not at all. */
  readonly feedback: number;
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

/** Chosen on half of Cranfield's questions with learned vectors; see SPEC.md. */
const defaultTuning: SearchTuning = { lexicalShare: 0.2, lambda: 0.95, feedback: 0.6 };

/**
 * Hashed words know no synonyms, so words lead there (same measurement). Sentence models could not be measured here; they get the share in
 * between.
 */
export const tuningOf = (kind: EmbeddingKind): SearchTuning => ({
  ...defaultTuning,
  lexicalShare: { hashed: 0.6, lsa: 0.2, onnx: 0.3 }[kind],
});

/** How many of the first answers the question is drawn towards. */
const feedbackHits = 5;

/**
 * How many each leg offers. 64 of the byte scan, scored with the stored vectors, hold the true 10 best (recall 1.0 at 1k to 100k, see bench);
 * more only cost.
 */
const legSize = (k: number): number => Math.max(64, Math.min(200, 4 * k), k);

/** How many of the best MMR chooses among. */
const diversityPool = 50;

/** How long a search right after the start waits for the vectors before it goes by words alone. */
const patienceMs = 1500;

const dot = (left: Float32Array, right: Float32Array): number => {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
};

/** The question among the vectors of one search; each stored vector is read once. */
interface VectorLeg {
  readonly index: VectorIndex;
  readonly question: Float32Array;
  readonly vectorOf: (chunkId: number) => Float32Array | null;
}

const createVectorLeg = (index: VectorIndex, question: Float32Array): VectorLeg => {
  const read = new Map<number, Float32Array | null>();
  const vectorOf = (chunkId: number): Float32Array | null => {
    const known = read.get(chunkId);
    if (known !== undefined) return known;
    const vector = index.vectorOf(chunkId);
    read.set(chunkId, vector);
    return vector;
  };
  return { index, question, vectorOf };
};

type HitRow = Omit<SearchHit, "score" | "parts" | "isPrivate"> & { readonly isPrivate: number };

export const createSearcher = (database: Database, separator: string): Searcher => {
  const lexical = createLexicalIndex(database);
  const filterVersions = createFilterReader(database, separator);
  const indexes = new Map<number, VectorIndex>();
  const selectVersion = database
    .prepare<[number], number>(
      "SELECT c.version FROM chunks c INDEXED BY chunks_owner JOIN documents d ON d.version = c.version AND d.live = 1 WHERE c.id = ?",
    )
    .pluck();
  const selectMerged = database.prepare<[], { version: number; kept: number }>(
    `SELECT m.version, k.version AS kept FROM documents m JOIN documents k ON k.id = m.merged_into AND k.live = 1
     WHERE m.merged_into IS NOT NULL AND m.live = 1`,
  );
  const selectHit = database.prepare<[number], HitRow>(
    `SELECT c.id AS chunkId, d.id AS documentId, d.path, d.title, d.kind, d.is_private AS isPrivate, d.trust, c.page, c.heading, c.text
     FROM chunks c JOIN documents d ON d.version = c.version AND d.live = 1 WHERE c.id = ?`,
  );

  const indexOf = (model: VectorModel): VectorIndex => {
    const known = indexes.get(model.number);
    if (known !== undefined) return known;
    const opened = openVectorIndex(database, model);
    indexes.set(model.number, opened);
    return opened;
  };

  /**
   * What both legs offer for a question's vector. All are scored with the stored vectors, those that only the words found too, so that both
   * scores are there for as many as can be.
   */
  const gather = (
    request: SearchRequest,
    leg: VectorLeg | null,
    words: readonly LexicalHit[],
    allowed: ReadonlySet<number> | null,
  ): Candidate[] => {
    const near = leg === null ? [] : leg.index.search(leg.question, legSize(request.k), allowed);
    const lexicalScores = new Map(words.map(({ chunkId, score }) => [chunkId, score]));
    return [...new Set([...lexicalScores.keys(), ...near.map((hit) => hit.chunkId)])].map((chunkId) => {
      const vector = leg?.vectorOf(chunkId) ?? null;
      return {
        chunkId,
        lexical: lexicalScores.get(chunkId) ?? null,
        vector: vector === null || leg === null ? null : dot(vector, leg.question),
      };
    });
  };

  /** Pseudo relevance feedback (Rocchio, 1971): the question plus `share` of the mean of the first answers' vectors, of unit length. */
  const drawnTowards = (leg: VectorLeg, first: readonly Fused[], share: number): Float32Array => {
    const drawn = Float32Array.from(leg.question);
    for (const { chunkId } of first) {
      const vector = leg.vectorOf(chunkId);
      for (let index = 0; vector !== null && index < drawn.length; index += 1)
        drawn[index] = (drawn[index] ?? 0) + (share * (vector[index] ?? 0)) / first.length;
    }
    const length = Math.sqrt(dot(drawn, drawn)) || 1;
    return drawn.map((value) => value / length);
  };

  const toHit = ({ chunkId, lexical: words, vector, lexicalRank, vectorRank, fused }: Fused, penalty: number): SearchHit[] => {
    const row = selectHit.get(chunkId);
    if (row === undefined) return [];
    const score = Math.min(1, Math.max(0, fused - penalty));
    return [
      {
        ...row,
        isPrivate: row.isPrivate === 1,
        score,
        parts: { lexical: words, lexicalRank, vector, vectorRank, fused, diversityPenalty: penalty },
      },
    ];
  };

  const searchNow = (request: SearchRequest, index: VectorIndex | null): SearchReply => {
    const { lexicalShare, lambda, feedback } = request.tuning ?? defaultTuning;
    const allowed = filterVersions(request);
    const startedMs = performance.now();
    // The one that was kept answers for its copies, unless it is outside of what is asked.
    const answeredFor = selectMerged.all().filter(({ kept }) => allowed === null || allowed.has(kept));
    const merged = new Set(answeredFor.map(({ version }) => version));
    const keep = (chunkId: number): boolean => {
      const version = selectVersion.get(chunkId);
      return version !== undefined && !merged.has(version) && (allowed === null || allowed.has(version));
    };
    const words = lexical.search(request.query, legSize(request.k), keep);
    const lexicalMs = performance.now() - startedMs;

    const question = request.embedded?.vector ?? null;
    const asked = question === null || question.every((value) => value === 0) ? null : question;
    const leg = index === null || question === null ? null : createVectorLeg(index, question);
    const rank = (by: VectorLeg | null) => fuse(gather(request, by, words, allowed), { lexicalShare: asked === null ? 1 : lexicalShare });
    let ranked = rank(leg);
    if (leg !== null && asked !== null && feedback > 0 && ranked.length > 0) {
      ranked = rank({ ...leg, question: drawnTowards(leg, ranked.slice(0, feedbackHits), feedback) });
    }
    const vectorMs = performance.now() - startedMs - lexicalMs;

    const likeness = (left: Fused, right: Fused): number => {
      const [one, other] = [leg?.vectorOf(left.chunkId) ?? null, leg?.vectorOf(right.chunkId) ?? null];
      return one === null || other === null ? 0 : Math.max(0, dot(one, other));
    };
    // A version hidden a moment ago may still be among the byte rows; it must not take a place.
    const poolSize = Math.max(diversityPool, request.k);
    const present = ranked.slice(0, 2 * poolSize).filter(({ chunkId }) => selectVersion.get(chunkId) !== undefined);
    const chosen = diversify(present.slice(0, poolSize), { relevance: ({ fused }) => fused, likeness, lambda, count: request.k });
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
