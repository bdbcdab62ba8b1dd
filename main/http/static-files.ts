import { existsSync } from "node:fs";
import { join } from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";
import { refuse } from "./refusal.ts";

/**
 * The built interface. The list of files is read once, so a path that is not on it (`../`, encoded or not) finds nothing; addresses
 * the interface routes itself get `index.html`. Files with a hash in their name never change.
 */
export const createStaticFiles = (rendererDir: string) => {
  const built = existsSync(join(rendererDir, "index.html"));
  const serve = built
    ? sirv(rendererDir, {
        etag: true,
        gzip: true,
        brotli: true,
        single: true,
        setHeaders: (response, path) =>
          response.setHeader("cache-control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"),
      })
    : null;

  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return refuse(request, response, { status: 405, type: "MethodRefused", allowed: ["GET", "HEAD"] });
    if (serve === null) return refuse(request, response, { status: 503, type: "NotBuilt" });
    serve(request, response, () => refuse(request, response, { status: 404, type: "NotFound" }));
  };
};
