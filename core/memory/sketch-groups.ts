import { bandCount, bandKey, likeness, nearDuplicateShare, type Sketch } from "./sketch.ts";

/** In a bucket of more, only neighbours are compared: a thousand copies of one text are still one group. */
const mostCompared = 50;

/** Indexes of texts that say (nearly) the same, at least two each, in order; every index is in one group at most. */
export const groupSketches = (sketches: readonly Sketch[]): readonly (readonly number[])[] => {
  const parents = sketches.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    for (let at = index; parents[at] !== root;) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const join = (left: number, right: number): void => {
    const [one, other] = [find(left), find(right)];
    if (one !== other) parents[Math.max(one, other)] = Math.min(one, other);
  };
  const buckets = (keyOf: (sketch: Sketch) => string | number): number[][] => {
    const found = new Map<string | number, number[]>();
    for (const [index, sketch] of sketches.entries()) {
      const key = keyOf(sketch);
      const bucket = found.get(key);
      if (bucket === undefined) found.set(key, [index]);
      else bucket.push(index);
    }
    return [...found.values()].filter(({ length }) => length > 1);
  };

  const joinNear = (bucket: readonly number[]): void => {
    for (const [at, left] of bucket.entries())
      for (const right of bucket.slice(at + 1, at + 1 + mostCompared)) {
        if (find(left) === find(right)) continue;
        const [one, other] = [sketches[left], sketches[right]];
        if (one !== undefined && other !== undefined && likeness(one.hashes, other.hashes) >= nearDuplicateShare) join(left, right);
      }
  };

  for (const bucket of buckets(({ textSha256 }) => textSha256.toString("latin1")))
    for (const index of bucket.slice(1)) join(bucket[0] ?? index, index);
  // One band at a time: 100,000 texts need one table of keys, not twenty.
  for (let band = 0; band < bandCount; band += 1) buckets(({ hashes }) => bandKey(hashes, band)).forEach(joinNear);

  const groups = new Map<number, number[]>();
  for (const index of sketches.keys()) {
    const group = groups.get(find(index));
    if (group === undefined) groups.set(find(index), [index]);
    else group.push(index);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
};
