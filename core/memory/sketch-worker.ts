import { workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { z } from "zod";
import { serveWorker } from "#core/base";
import { readGroups } from "./read-groups.ts";
import { sketchOf } from "./sketch.ts";

const { databasePath } = z.object({ databasePath: z.string() }).parse(workerData);
const database = new Sqlite(databasePath, { readonly: true });
database.pragma("temp_store = MEMORY");
const selectTexts = database.prepare<[number], string>("SELECT text FROM chunks WHERE version = ? ORDER BY start_offset").pluck();

serveWorker({
  /** Sketches of versions, in their order; null for one that is gone. */
  sketch: (versions: readonly number[]) =>
    versions.map((version) => {
      const texts = selectTexts.all(version);
      if (texts.length === 0) return null;
      const { hashes, textSha256 } = sketchOf(texts.join(""));
      return { textSha256: Uint8Array.from(textSha256), hashes };
    }),
  groups: () => readGroups(database),
});
