import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import sirv from "sirv";
import { artifactFrames, contentSecurityPolicy, withNonce } from "../pages/index.ts";
import { refuse } from "./refusal.ts";

const send = (request: IncomingMessage, response: ServerResponse, html: string, headers: Readonly<Record<string, string>>): void => {
  response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(html) });
  response.end(request.method === "HEAD" ? undefined : html);
};

/** Ends like a file: what is not on the list then is missing, and not an address of the interface. */
const isFile = (path: string): boolean => /\.[\w-]+$/.test(path);

/**
 * The built interface. The list of files is read once, so a path that is not on it (`../`, encoded or not) finds nothing; addresses
 * the interface routes itself get its page, with a nonce of its own each time. Files with a hash in their name never change.
 */
export const createStaticFiles = (rendererDir: string) => {
  const pagePath = join(rendererDir, "index.html");
  const serve = existsSync(pagePath)
    ? sirv(rendererDir, {
        etag: true,
        gzip: true,
        brotli: true,
        setHeaders: (response, path) =>
          response.setHeader("cache-control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"),
      })
    : null;

  /** A program that is replaced while the host runs takes listed files away; to begin sending one that is gone would end the host. */
  const isThere = (path: string): boolean => existsSync(join(rendererDir, path));

  const sendPage = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isThere("index.html")) return refuse(request, response, { status: 503, type: "NotBuilt" });
    const nonce = randomBytes(16).toString("base64");
    send(request, response, withNonce(readFileSync(pagePath, "utf8"), nonce), {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy(nonce),
      "cache-control": "no-cache",
    });
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return refuse(request, response, { status: 405, type: "MethodRefused", allowed: ["GET", "HEAD"] });
    if (serve === null) return refuse(request, response, { status: 503, type: "NotBuilt" });
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const frame = artifactFrames[path];
    if (frame !== undefined) return send(request, response, frame.html, frame.headers);
    if (path === "/" || path === "/index.html") return sendPage(request, response);
    if (isFile(path) && !isThere(path)) return refuse(request, response, { status: 404, type: "NotFound" });
    serve(request, response, () =>
      isFile(path) ? refuse(request, response, { status: 404, type: "NotFound" }) : sendPage(request, response),
    );
  };
};
