import { serveWorker } from "#core/base";
import { inspectDatabase, sha256OfFile } from "./inspect.ts";

serveWorker({
  inspect: (path: string) => inspectDatabase(path, true),
  sha256: (path: string) => sha256OfFile(path),
});
