export interface Diversified<T> {
  readonly item: T;
  /** What was taken off the relevance, ≥ 0. */
  readonly penalty: number;
}

export interface DiversityOptions<T> {
  readonly relevance: (item: T) => number;
  /** 0…1, symmetric; 1 for the same text. */
  readonly likeness: (left: T, right: T) => number;
  /** 1 keeps the order of relevance; lower prefers new things over relevant ones. */
  readonly lambda: number;
  readonly count: number;
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): picks, one after another, what is relevant and unlike everything already picked.
 * `count` items, or all when there are fewer, each at most once; the most relevant comes first. Earlier items win ties.
 * The penalty is (1 − λ) / λ × the greatest likeness to a picked one, so that λ leaves relevance on its own scale.
 */
export const diversify = <T>(items: readonly T[], { relevance, likeness, lambda, count }: DiversityOptions<T>): Diversified<T>[] => {
  const factor = (1 - lambda) / lambda;
  const waiting = items.map((item) => ({ item, relevance: relevance(item), nearest: 0 }));
  const picked: Diversified<T>[] = [];
  while (picked.length < count && waiting.length > 0) {
    let best = 0;
    const worth = (index: number) => (waiting[index]?.relevance ?? 0) - factor * (waiting[index]?.nearest ?? 0);
    for (let index = 1; index < waiting.length; index += 1) if (worth(index) > worth(best)) best = index;
    const [chosen] = waiting.splice(best, 1);
    if (chosen === undefined) break;
    picked.push({ item: chosen.item, penalty: factor * chosen.nearest });
    if (factor > 0) for (const other of waiting) other.nearest = Math.max(other.nearest, likeness(chosen.item, other.item));
  }
  return picked;
};
