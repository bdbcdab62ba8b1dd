import { exactSearch, MetricKind } from "usearch";

export interface MatrixHit {
  readonly chunkId: number;
  readonly version: number;
  /** Inner product of the rounded vectors, on no particular scale; only its order means something. */
  readonly closeness: number;
}

/** Every vector of one model, rounded to bytes, for exact scans. Not shared between threads. */
export interface Matrix {
  readonly dimensions: number;
  readonly rowCount: () => number;
  readonly sizeBytes: () => number;
  /** Gives one document version's rows, instead of any it had. `vectors` is row-major, one unit-length (or zero) row per chunk id. */
  readonly put: (version: number, chunkIds: readonly number[], vectors: Float32Array) => void;
  /** One more row of a version. */
  readonly append: (version: number, chunkId: number, vector: Float32Array) => void;
  readonly remove: (versions: ReadonlySet<number>) => void;
  /** The `want` closest rows, best first, among those of `allowed` versions (all when null); fewer only when there are fewer. */
  readonly search: (query: Float32Array, want: number, allowed: ReadonlySet<number> | null) => MatrixHit[];
}

/**
 * Blocks double from the first size to the last, so that a small library wastes little and a large one is scanned in few calls: 100k rows
 * take 4.6 ms in blocks of 16,384, 4.0 in 32,768 and 3.75 in one, where the memory's 10 GB/s are the limit (2 cores, 2026-11).
 */
const defaultBlockRows = { first: 4096, last: 131_072 };
/** Rows that a filtered scan copies together at a time. */
const packedRows = 16_384;

interface Block {
  readonly capacity: number;
  readonly bytes: Int8Array;
  readonly chunkIds: Float64Array;
  readonly versions: Float64Array;
  count: number;
}

/**
 * Unit-length rows times 127 never leave a byte; a query may use the whole range, because a common factor does not change the order.
 * Writing to bytes cuts towards zero, so half a step away from zero is rounding.
 */
const roundInto = (target: Int8Array, offset: number, vector: Float32Array, factor: number): void => {
  for (let index = 0; index < vector.length; index += 1) {
    const scaled = (vector[index] ?? 0) * factor;
    target[offset + index] = scaled < 0 ? scaled - 0.5 : scaled + 0.5;
  }
};

const roundQuery = (query: Float32Array): Int8Array => {
  const largest = query.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const rounded = new Int8Array(query.length);
  roundInto(rounded, 0, query, largest === 0 ? 0 : 127 / largest);
  return rounded;
};

export const createMatrix = (dimensions: number, blockRows = defaultBlockRows): Matrix => {
  const rowCount = (): number => blocks.reduce((sum, block) => sum + block.count, 0);
  const blocks: Block[] = [];
  const versions = new Set<number>();
  let scratch: { readonly bytes: Int8Array; readonly rows: Int32Array } | undefined;

  const openBlock = (): Block => {
    const last = blocks.at(-1);
    if (last !== undefined && last.count < last.capacity) return last;
    const capacity = Math.min(blockRows.last, Math.max(blockRows.first, rowCount()));
    const block = {
      capacity,
      bytes: new Int8Array(capacity * dimensions),
      chunkIds: new Float64Array(capacity),
      versions: new Float64Array(capacity),
      count: 0,
    };
    blocks.push(block);
    return block;
  };

  const moveRow = (from: Block, fromRow: number, to: Block, toRow: number): void => {
    to.bytes.set(from.bytes.subarray(fromRow * dimensions, (fromRow + 1) * dimensions), toRow * dimensions);
    to.chunkIds[toRow] = from.chunkIds[fromRow] ?? 0;
    to.versions[toRow] = from.versions[fromRow] ?? 0;
  };

  const dropLastRow = (): void => {
    const last = blocks.at(-1);
    if (last === undefined) return;
    last.count -= 1;
    if (last.count === 0) blocks.pop();
  };

  /** The last row of all fills each hole, so there is never anything to skip or to compact. */
  const remove: Matrix["remove"] = (gone) => {
    if ([...gone].filter((version) => versions.delete(version)).length === 0) return;
    for (let index = blocks.length - 1; index >= 0; index -= 1) {
      const block = blocks[index];
      for (let row = (block?.count ?? 0) - 1; block !== undefined && row >= 0; row -= 1) {
        if (!gone.has(block.versions[row] ?? -1)) continue;
        const last = blocks.at(-1);
        if (last !== undefined) moveRow(last, last.count - 1, block, row);
        dropLastRow();
      }
    }
  };

  const append: Matrix["append"] = (version, chunkId, vector) => {
    const block = openBlock();
    roundInto(block.bytes, block.count * dimensions, vector, 127);
    block.chunkIds[block.count] = chunkId;
    block.versions[block.count] = version;
    block.count += 1;
    versions.add(version);
  };

  const put: Matrix["put"] = (version, chunkIds, vectors) => {
    remove(new Set([version]));
    for (const [index, chunkId] of chunkIds.entries())
      append(version, chunkId, vectors.subarray(index * dimensions, (index + 1) * dimensions));
  };

  const allAllowed = (block: Block, allowed: ReadonlySet<number>): boolean => {
    for (let row = 0; row < block.count; row += 1) if (!allowed.has(block.versions[row] ?? -1)) return false;
    return true;
  };

  /** Scans `count` rows from the start of `bytes`; `rowOf` tells which row of the block each was. */
  const scanRows = (
    bytes: Int8Array,
    count: number,
    query: Int8Array,
    want: number,
    block: Block,
    rowOf: (place: number) => number,
  ): MatrixHit[] => {
    if (count === 0) return [];
    // usearch reads from the start of the buffer whatever the view's offset is: every view given to it begins at 0.
    const found = exactSearch(bytes.subarray(0, count * dimensions), query, dimensions, Math.min(want, count), MetricKind.IP, 1);
    const distances = found.distances as Float32Array;
    return Array.from(found.keys as BigUint64Array, (key, index) => {
      const row = rowOf(Number(key));
      return { chunkId: block.chunkIds[row] ?? 0, version: block.versions[row] ?? 0, closeness: -(distances[index] ?? 0) };
    });
  };

  /** Copies the block's allowed rows together, as many as fit, and scans them; then the next ones. */
  const scanAllowed = (block: Block, query: Int8Array, want: number, allowed: ReadonlySet<number>): MatrixHit[] => {
    const { bytes, rows } = (scratch ??= { bytes: new Int8Array(packedRows * dimensions), rows: new Int32Array(packedRows) });
    const hits: MatrixHit[] = [];
    let count = 0;
    const flush = (): void => {
      hits.push(...scanRows(bytes, count, query, want, block, (place) => rows[place] ?? 0));
      count = 0;
    };
    for (let row = 0; row < block.count; row += 1) {
      if (!allowed.has(block.versions[row] ?? -1)) continue;
      bytes.set(block.bytes.subarray(row * dimensions, (row + 1) * dimensions), count * dimensions);
      rows[count++] = row;
      if (count === packedRows) flush();
    }
    flush();
    return hits;
  };

  const scan = (block: Block, query: Int8Array, want: number, allowed: ReadonlySet<number> | null): MatrixHit[] =>
    allowed === null || allAllowed(block, allowed)
      ? scanRows(block.bytes, block.count, query, want, block, (place) => place)
      : scanAllowed(block, query, want, allowed);

  return {
    dimensions,
    rowCount,
    sizeBytes: () => blocks.reduce((sum, block) => sum + block.capacity * (dimensions + 16), 0),
    put,
    append,
    remove,
    search: (query, want, allowed) => {
      const rounded = roundQuery(query);
      return blocks
        .flatMap((block) => scan(block, rounded, want, allowed))
        .toSorted((left, right) => right.closeness - left.closeness || left.chunkId - right.chunkId)
        .slice(0, want);
    },
  };
};
