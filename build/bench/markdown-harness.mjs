import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build } from "vite";

const source = fileURLToPath(new URL("../../renderer/ui/markdown/harness", import.meta.url));
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
};

/** Stricter than what the interface runs under: no inline anything, no data:, Trusted Types on. */
const strictPolicy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types olympus";

/** Builds the Markdown test page as the app is built and serves it on a loopback port of its own. */
export const openMarkdownHarness = async ({ policy = "strict" } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), "olympus-markdown-"));
  await build({
    configFile: false,
    root: source,
    base: "./",
    logLevel: "error",
    plugins: [react(), tailwindcss()],
    worker: { format: "es" },
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, target: "es2024" },
  });
  const answer = async (request, response) => {
    const path = resolve(folder, `.${new URL(request.url ?? "/", "http://localhost").pathname.replace(/\/$/, "/index.html")}`);
    const found = path.startsWith(folder + sep) ? await stat(path).catch(() => null) : null;
    if (!found?.isFile()) return void response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "cache-control": "no-store",
      // An isolated page has a clock of 5 µs instead of 100 µs.
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      ...(policy === "strict" ? { "content-security-policy": strictPolicy } : {}),
    });
    createReadStream(path).pipe(response);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(() => done(undefined)));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
