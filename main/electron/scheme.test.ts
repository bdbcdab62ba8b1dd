import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createAppResponder } from "./scheme.ts";

const folder = mkdtempSync(join(tmpdir(), "olympus-scheme-"));
const rendererDir = join(folder, "renderer");
mkdirSync(join(rendererDir, "assets"), { recursive: true });
writeFileSync(join(rendererDir, "index.html"), "<!doctype html>");
writeFileSync(join(rendererDir, "assets", "main-1a.js"), "1;");
writeFileSync(join(rendererDir, ".built-from"), "stamp");
writeFileSync(join(folder, "secret.json"), "{}");
mkdirSync(join(folder, "renderer-private"));
writeFileSync(join(folder, "renderer-private", "a.json"), "{}");
symlinkSync(join(folder, "secret.json"), join(rendererDir, "link.json"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const respond = createAppResponder(rendererDir);
const get = (url: string, method = "GET") => respond(new Request(url, { method }));

it("serves the page and its parts with their types and a policy that lets nothing else run", async () => {
  const page = await get("olympus-app://app/");
  expect([page.status, await page.text(), page.headers.get("content-type")]).toEqual([200, "<!doctype html>", "text/html; charset=utf-8"]);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy.split("; ")).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "connect-src 'self'",
    ]),
  );
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  const script = await get("olympus-app://app/assets/main-1a.js?v=1#x");
  expect([await script.text(), script.headers.get("content-type")]).toEqual(["1;", "text/javascript; charset=utf-8"]);
  const head = await get("olympus-app://app/", "HEAD");
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

it.each([
  "olympus-app://app/../secret.json",
  "olympus-app://app/%2e%2e/secret.json",
  "olympus-app://app/..%2fsecret.json",
  "olympus-app://app/assets/..%2f..%2fsecret.json",
  "olympus-app://app/..%5csecret.json",
  "olympus-app://app/..%2frenderer-private/a.json",
  "olympus-app://app//etc/passwd",
  "olympus-app://app/%2fetc%2fhosts.json",
  "olympus-app://app/%00index.html",
  "olympus-app://app/%E0%A4%A",
  "olympus-app://app/.built-from",
  "olympus-app://app/assets",
  "olympus-app://app/missing.js",
  "olympus-app://app/link.json",
  "olympus-app://other/index.html",
])("finds nothing at %s", async (url) => {
  expect((await get(url)).status).toBe(404);
});

it("takes no other methods", async () => {
  expect((await get("olympus-app://app/", "POST")).status).toBe(405);
});

it("serves the frames of artifacts with a policy of their own, and nothing of the page's", async () => {
  for (const path of ["artifact-still.html", "artifact-run.html"]) {
    const { headers, status } = await get(`olympus-app://app/${path}`);
    expect([status, headers.get("connection-allowlist"), headers.get("content-security-policy")]).toEqual([
      200,
      "()",
      expect.stringMatching(/^sandbox allow-scripts; default-src 'none'; (?!.*'self';).*frame-ancestors 'self'$/),
    ]);
  }
  expect((await get("olympus-app://other/artifact-run.html")).status).toBe(404);
});
