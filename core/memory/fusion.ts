/** What each leg says about one chunk; null when the leg did not find it. */
export interface Candidate {
  readonly chunkId: number;
  readonly lexical: number | null;
  readonly vector: number | null;
}

export interface Fused extends Candidate {
  readonly lexicalRank: number | null;
  readonly vectorRank: number | null;
  /** 0…1. */
  readonly fused: number;
}

export interface FusionWeights {
  /** Share of the lexical leg, 0…1; the vector leg has the rest. */
  readonly lexicalShare: number;
}

/** Scores of one leg brought to 0…1: the best is 1, zero and below is 0. */
const toShare =
  (best: number) =>
  (score: number | null): number =>
    score === null || best <= 0 ? 0 : Math.max(0, score / best);

/** 1-based ranks of those the leg found, best first; equal scores in order of chunk id. */
const ranksOf = (candidates: readonly Candidate[], leg: "lexical" | "vector"): Map<number, number> =>
  new Map(
    candidates
      .filter((candidate) => candidate[leg] !== null)
      .toSorted((left, right) => (right[leg] ?? 0) - (left[leg] ?? 0) || left.chunkId - right.chunkId)
      .map(({ chunkId }, index) => [chunkId, index + 1]),
  );

/** A weighted sum of both legs' scores, best first; equal ones in order of chunk id. Chunk ids must differ. */
export const fuse = (candidates: readonly Candidate[], { lexicalShare }: FusionWeights): Fused[] => {
  const bestOf = (leg: "lexical" | "vector") => candidates.reduce((best, candidate) => Math.max(best, candidate[leg] ?? 0), 0);
  const [lexicalPart, vectorPart] = [toShare(bestOf("lexical")), toShare(bestOf("vector"))];
  const [lexicalRanks, vectorRanks] = [ranksOf(candidates, "lexical"), ranksOf(candidates, "vector")];
  return candidates
    .map((candidate) => ({
      ...candidate,
      lexicalRank: lexicalRanks.get(candidate.chunkId) ?? null,
      vectorRank: vectorRanks.get(candidate.chunkId) ?? null,
      fused: lexicalShare * lexicalPart(candidate.lexical) + (1 - lexicalShare) * vectorPart(candidate.vector),
    }))
    .toSorted((left, right) => right.fused - left.fused || left.chunkId - right.chunkId);
};
