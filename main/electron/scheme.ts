import { randomBytes } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import { protocol, type Protocol } from "electron";
import { artifactFrames, contentSecurityPolicy, withNonce } from "../pages/index.ts";

const scheme = "olympus-app";
const host = "app";
/** Where the interface lives; nothing else is ever loaded into a window. */
export const appOrigin = `${scheme}://${host}`;
export const appUrl = `${appOrigin}/`;

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Must be called before the app is ready. `standard` gives the scheme an origin, `secure` the rights of https. */
export const registerAppScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);

export const isAppUrl = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === `${scheme}:` && new URL(url).host === host;

/** The file an address names, inside the folder and nowhere else, or null. */
const fileOf = (rendererDir: string, url: string): string | null => {
  if (!isAppUrl(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (path.includes("\0") || path.includes("\\")) return null;
  const folder = resolve(rendererDir);
  const file = join(folder, path === "/" ? "index.html" : path);
  return file.startsWith(folder + sep) && mediaTypes[extname(file)] !== undefined ? file : null;
};

const refusal = (status: number): Response => new Response(null, { status });

/** Answers the interface's own requests from its built files. Everything else is refused: 405 for other methods, 404 for other places. */
export const createAppResponder =
  (rendererDir: string) =>
  async (request: Request): Promise<Response> => {
    if (request.method !== "GET" && request.method !== "HEAD") return refusal(405);
    const frame = isAppUrl(request.url) ? artifactFrames[new URL(request.url).pathname] : undefined;
    if (frame !== undefined) return new Response(request.method === "HEAD" ? null : frame.html, { headers: { ...frame.headers } });
    const file = fileOf(rendererDir, request.url);
    if (file === null) return refusal(404);
    let content: Buffer<ArrayBuffer>;
    try {
      // A link could lead out of the folder; what is read lies in it.
      const [real, folder] = await Promise.all([realpath(file), realpath(rendererDir)]);
      if (!real.startsWith(folder + sep)) return refusal(404);
      content = await readFile(real);
    } catch {
      return refusal(404);
    }
    const nonce = extname(file) === ".html" ? randomBytes(16).toString("base64") : null;
    const body = nonce === null ? content : withNonce(content.toString("utf8"), nonce);
    return new Response(request.method === "HEAD" ? null : body, {
      headers: {
        "content-type": mediaTypes[extname(file)] ?? "application/octet-stream",
        "content-security-policy": contentSecurityPolicy(nonce),
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      },
    });
  };

export const serveInterface = (target: Pick<Protocol, "handle">, rendererDir: string): void =>
  target.handle(scheme, createAppResponder(rendererDir));
