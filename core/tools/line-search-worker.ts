import { serveWorker } from "#core/base";
import { searchLines, type LineSearch } from "./search-lines.ts";

serveWorker({ search: (input: LineSearch) => searchLines(input) });
