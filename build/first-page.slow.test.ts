import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { buildIfChanged } from "./build-if-changed.ts";
import { root } from "./root.ts";

const limitKb = 350;

it(`what the page loads before it can draw anything stays within ${limitKb} kB of gzip, in few pieces`, async () => {
  await buildIfChanged({ log: () => {} });
  const html = readFileSync(join(root, "dist/renderer/index.html"), "utf8");
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].flatMap(([, path]) => path ?? []);
  const bytes = files.map((path) => gzipSync(readFileSync(join(root, "dist/renderer", path))).length);
  expect(bytes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThan(limitKb);
  expect(files.length).toBeLessThan(8);
});
