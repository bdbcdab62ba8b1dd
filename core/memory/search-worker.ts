import { workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { z } from "zod";
import { serveWorker } from "#core/base";
import { createSearcher, type LibraryChange, type SearchRequest } from "./searcher.ts";
import type { VectorModel } from "./vector-index.ts";

const { databasePath, separator } = z.object({ databasePath: z.string(), separator: z.string() }).parse(workerData);
const database = new Sqlite(databasePath, { readonly: true });
database.pragma("temp_store = MEMORY");
// Every search touches a few hundred scattered vectors; 64 MB of page cache keeps the upper tree pages of a million of them.
database.pragma("cache_size = -64000");
const searcher = createSearcher(database, separator);

serveWorker({
  search: (request: SearchRequest) => searcher.search(request),
  change: (change: LibraryChange) => searcher.change(change),
  load: (model: VectorModel) => searcher.load(model),
  drop: (modelNumber: number) => searcher.drop(modelNumber),
  memory: () => searcher.memory(),
});
