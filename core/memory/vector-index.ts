import type { Database } from "better-sqlite3";
import { floatsOfBlob } from "./blob.ts";
import { createMatrix, type Matrix } from "./matrix.ts";
import { chunkIdOfKey, vectorKey, vectorKeys } from "./vector-key.ts";

export interface VectorModel {
  readonly number: number;
  readonly dimensions: number;
}

/** Every live vector of one model: bytes in memory for the scan, the truth in SQLite. */
export interface VectorIndex {
  /** Resolves when all that was stored when it was called is in memory; loads in the background otherwise. */
  readonly loaded: Promise<void>;
  readonly isLoaded: () => boolean;
  /** Takes a version in, or anew, as the database has it now. */
  readonly add: (version: number) => void;
  readonly remove: (versions: ReadonlySet<number>) => void;
  readonly search: Matrix["search"];
  /** The stored vector of a chunk; null when there is none of this model. */
  readonly vectorOf: (chunkId: number) => Float32Array | null;
  readonly rowCount: () => number;
  readonly sizeBytes: () => number;
  /** Stops a load under way. */
  readonly dispose: () => void;
}

/** Rows read between two looks at the message queue: about 5 ms. */
const batchRows = 1000;

interface VectorRow {
  readonly key: number;
  readonly version: number;
  readonly vector: Buffer;
}

export const openVectorIndex = (database: Database, model: VectorModel): VectorIndex => {
  const matrix = createMatrix(model.dimensions);
  const keys = vectorKeys(model.number);
  const selectBatch = database.prepare<[number, number, number], VectorRow>(
    `SELECT v.key, c.version, v.vector FROM vectors v CROSS JOIN chunks c INDEXED BY chunks_owner ON c.id = (v.key & 0xFFFFFFFFFF) CROSS JOIN documents d ON d.version = c.version
     WHERE v.key > ? AND v.key < ? AND d.live = 1 AND d.merged_into IS NULL ORDER BY v.key LIMIT ?`,
  );
  const selectVersion = database.prepare<[number, number], VectorRow>(
    `SELECT v.key, c.version, v.vector FROM documents d CROSS JOIN chunks c ON c.version = d.version CROSS JOIN vectors v ON v.key = CAST(? AS INTEGER) + c.id
     WHERE d.version = ? AND d.merged_into IS NULL ORDER BY c.start_offset`,
  );
  const selectOne = database.prepare<[number], Buffer>("SELECT vector FROM vectors WHERE key = ?").pluck();
  // Versions that came or went while loading: told about one by one, so the load leaves them alone.
  const told = new Set<number>();
  let loading = true;

  const take = ({ key, version, vector }: VectorRow): void => {
    const row = floatsOfBlob(vector);
    if (row.length === model.dimensions) matrix.append(version, chunkIdOfKey(key), row);
  };

  const load = async (): Promise<void> => {
    let last = keys.first;
    while (loading) {
      const rows = selectBatch.all(last, keys.end, batchRows);
      for (const row of rows) if (!told.has(row.version)) take(row);
      last = rows.at(-1)?.key ?? last;
      if (rows.length < batchRows) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    loading = false;
    told.clear();
  };

  return {
    loaded: load(),
    isLoaded: () => !loading,
    add: (version) => {
      if (loading) told.add(version);
      matrix.remove(new Set([version]));
      for (const row of selectVersion.all(vectorKey(model.number, 0), version)) take(row);
    },
    remove: (versions) => {
      if (loading) for (const version of versions) told.add(version);
      matrix.remove(versions);
    },
    search: matrix.search,
    vectorOf: (chunkId) => {
      const blob = selectOne.get(vectorKey(model.number, chunkId));
      return blob === undefined || blob.byteLength !== model.dimensions * 4 ? null : floatsOfBlob(blob);
    },
    rowCount: matrix.rowCount,
    sizeBytes: matrix.sizeBytes,
    dispose: () => {
      loading = false;
    },
  };
};
