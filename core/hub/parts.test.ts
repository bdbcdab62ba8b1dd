import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { createParts, moveFile, removeFiles, type Parts } from "./parts.ts";

let folder: ReturnType<typeof createTestFolder>;
let parts: Parts;
beforeEach(() => {
  folder = createTestFolder();
  parts = createParts();
});
afterEach(async () => {
  await parts.close();
  folder.cleanup();
});
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const at = (name: string) => join(folder.path, name);

it("writes pieces in order and knows the checksum of all so far, from the first byte or from what was there", async () => {
  const bytes = randomBytes(300_000);
  const path = at("a/b/model.part");
  expect(await parts.open(path, 0)).toMatchObject({ ok: true, value: { bytes: 0 } });
  await parts.append(path, new Uint8Array(bytes.subarray(0, 100_000)));
  await parts.append(path, new Uint8Array(bytes.subarray(100_000, 200_000)));
  expect(await parts.checkpoint(path)).toEqual({ ok: true, value: { bytes: 200_000, sha256: sha256(bytes.subarray(0, 200_000)) } });
  await parts.release(path);
  expect(await parts.append(path, new Uint8Array(1))).toMatchObject({ ok: false, error: { type: "failed" } });

  expect(await parts.open(path, 150_000)).toEqual({ ok: true, value: { bytes: 150_000, sha256: sha256(bytes.subarray(0, 150_000)) } });
  expect(statSync(path).size).toBe(150_000);
  await parts.append(path, new Uint8Array(bytes.subarray(150_000)));
  expect(await parts.checkpoint(path)).toEqual({ ok: true, value: { bytes: 300_000, sha256: sha256(bytes) } });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(await parts.hashFile(path)).toEqual({ ok: true, value: { bytes: 300_000, sha256: sha256(bytes) } });
});

it("tells when there is less than was thought, and when it cannot write", async () => {
  writeFileSync(at("short.part"), "abc");
  expect(await parts.open(at("short.part"), 100)).toEqual({ ok: true, value: { bytes: 3, sha256: sha256(Buffer.from("abc")) } });
  writeFileSync(at("file"), "");
  expect(await parts.open(at("file/below.part"), 0)).toMatchObject({ ok: false, error: { type: "failed" } });
});

it("stopped while it reads what is there, it leaves it as it was", async () => {
  const size = 60_000_000;
  writeFileSync(at("large.part"), Buffer.alloc(size, 1));
  const stop = new AbortController();
  const opening = parts.open(at("large.part"), size, stop.signal);
  stop.abort();
  expect(await opening).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
  // The thread answers in order: when it has hashed another file it has dealt with the first.
  await parts.hashFile(at("large.part"));
  expect(statSync(at("large.part")).size).toBe(size);
});

it("removes files with the folders they leave empty, and nothing above the root or beside", async () => {
  for (const name of ["models/a/b/x.gguf", "models/a/other.gguf"]) {
    mkdirSync(join(at(name), ".."), { recursive: true });
    writeFileSync(at(name), "x");
  }
  expect(await removeFiles([at("models/a/b/x.gguf"), at("models/gone.gguf")], at("models"))).toBe(null);
  expect([existsSync(at("models/a/b")), existsSync(at("models/a/other.gguf"))]).toEqual([false, true]);
  expect(await removeFiles([at("models/a/other.gguf")], at("models"))).toBe(null);
  expect([existsSync(at("models/a")), existsSync(at("models"))]).toEqual([false, true]);
  expect(await moveFile(at("nothing"), at("x"))).toMatch(/ENOENT/);
});
