import type { IncomingMessage, ServerResponse } from "node:http";
import { refuse } from "./refusal.ts";

interface Pages {
  readonly json: string;
  readonly html: string;
  readonly css: string;
}

/** The API's description for programs and for people. The same for everybody, so it needs no sign-in. */
export const createPages = (version: string) => {
  let pages: Promise<Pages> | null = null;

  const make = async (): Promise<Pages> => {
    const [{ createOpenApiDocument }, { docsHtml, docsStyle }] = await Promise.all([import("./openapi.ts"), import("./docs-page.ts")]);
    const document = await createOpenApiDocument(version);
    return { json: JSON.stringify(document), html: docsHtml(document), css: docsStyle };
  };

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const kind = ({ "/api/openapi.json": "json", "/api/docs": "html", "/api/docs.css": "css" } as const)[path];
    if (kind === undefined) return refuse(request, response, { status: 404, type: "NotFound" });
    if (request.method !== "GET" && request.method !== "HEAD")
      return refuse(request, response, { status: 405, type: "MethodRefused", allowed: ["GET", "HEAD"] });
    const made = await (pages ??= make());
    const mediaType = { json: "application/json", html: "text/html", css: "text/css" }[kind];
    response.writeHead(200, { "content-type": `${mediaType}; charset=utf-8`, "cache-control": "no-cache" });
    response.end(request.method === "HEAD" ? undefined : made[kind]);
  };
};
