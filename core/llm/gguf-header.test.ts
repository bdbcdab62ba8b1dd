import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createTestFolder, tinyModelBytes, threadTimeMs } from "#core/testing";
import { readGgufHeader } from "./gguf-header.ts";
import { parseGgufHeader } from "./gguf-parse.ts";

const whole = tinyModelBytes();
const headerEnd = 7400;
const folder = createTestFolder();
afterAll(() => folder.cleanup());

/** Puts bytes over the place `offset` after the first occurrence of `mark`. */
const changed = (mark: string, offset: number, bytes: readonly number[]): Buffer => {
  const copy = Buffer.from(whole);
  const at = copy.indexOf(mark);
  expect(at).toBeGreaterThanOrEqual(0);
  copy.set(bytes, at + mark.length + offset);
  return copy;
};
const reasonFor = (bytes: Buffer): string | undefined => {
  const parsed = parseGgufHeader(bytes, bytes.length);
  return parsed.ok ? undefined : parsed.error.type === "corrupt" ? parsed.error.reason : "more";
};
const huge = [255, 255, 255, 255, 255, 255, 255, 127];

describe("a GGUF header", () => {
  it("tells name, architecture and context of a good file", async () => {
    const path = join(folder.path, "good.gguf");
    writeFileSync(path, whole);
    expect(await readGgufHeader(path)).toEqual({
      ok: true,
      value: {
        version: 3,
        architecture: "llama",
        name: "Olympus Tiny",
        contextTokens: 4096,
        chatTemplate: false,
        tensorCount: 12,
        parameters: 230_784,
        dataStart: expect.any(Number) as unknown,
      },
    });
  });

  it("asks for more bytes when the file has more, and calls it cut off when it has not", () => {
    expect(parseGgufHeader(whole.subarray(0, 1000), whole.length)).toEqual({ ok: false, error: { type: "more" } });
    expect(reasonFor(whole.subarray(0, 1000))).toMatch(/ends inside its header/);
    expect(reasonFor(whole.subarray(0, whole.length - 1))).toMatch(/cut off/);
  });

  it("reads headers longer than its first read", async () => {
    const path = join(folder.path, "long.gguf");
    // A long name: the entry's length grows by five million bytes.
    const at = whole.indexOf("Olympus Tiny");
    const long = Buffer.concat([
      whole.subarray(0, at),
      Buffer.alloc(5_000_000 + (whole.length % 32), "x"),
      whole.subarray(at),
      Buffer.alloc(64),
    ]);
    long.writeBigUInt64LE(BigInt(5_000_012 + (whole.length % 32)), at - 8);
    writeFileSync(path, long);
    expect(await readGgufHeader(path)).toMatchObject({ ok: true, value: { architecture: "llama", name: "x".repeat(120) } });
  });

  it.each<[string, Buffer, RegExp]>([
    ["another magic", Buffer.concat([Buffer.from("GGML"), whole.subarray(4)]), /not a GGUF/],
    ["version 1", Buffer.concat([whole.subarray(0, 4), Buffer.from([1, 0, 0, 0]), whole.subarray(8)]), /too old/],
    ["a big-endian version", Buffer.concat([whole.subarray(0, 4), Buffer.from([0, 0, 0, 3]), whole.subarray(8)]), /not known/],
    ["endless tensors", changed("GGUF", 4, huge), /number of tensors/],
    ["endless metadata", changed("GGUF", 12, huge), /number of metadata/],
    ["an endless key", changed("GGUF", 20, huge), /length of a metadata key/],
    ["an endless text", changed("general.name", 4, huge), /length of general.name/],
    ["an endless array", changed("tokenizer.ggml.tokens", 8, huge), /length of tokenizer.ggml.tokens/],
    ["an array of arrays", changed("tokenizer.ggml.tokens", 4, [9, 0, 0, 0]), /values of type 9/],
    ["an unknown metadata type", changed("llama.block_count", 0, [99, 0, 0, 0]), /type 99/],
    ["no layers", changed("llama.block_count", 4, [0, 0, 0, 0]), /block_count is 0/],
    ["no heads", changed("llama.attention.head_count", 4, [0, 0, 0, 0]), /head_count is 0/],
    ["alignment three", changed("general.alignment", 4, [3, 0, 0, 0]), /power of two/],
    ["five dimensions", changed("blk.0.attn_q.weight", 0, [5, 0, 0, 0]), /5 dimensions/],
    ["an empty tensor", changed("blk.0.attn_q.weight", 4, [0, 0, 0, 0, 0, 0, 0, 0]), /is empty/],
    ["an overflowing tensor", changed("blk.0.attn_q.weight", 4, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]), /too large/],
    ["an unknown tensor type", changed("blk.0.attn_q.weight", 20, [200, 0, 0, 0]), /unknown type/],
    ["a tensor behind the end", changed("blk.0.attn_q.weight", 24, [0, 0, 0, 0, 1, 0, 0, 0]), /cut off/],
    ["a tensor off the grid", changed("blk.0.attn_q.weight", 24, [1]), /not aligned/],
    ["a missing size", changed("llama.feed_forward_lengt", 0, [...Buffer.from("x")]), /feed_forward_length is missing/],
    ["a key with a zero byte", changed("tokenizer.ggml.unknown_token_i", 0, [0]), /no name/],
    ["a byte without a token", changed("<0x", 0, [...Buffer.from("g")]), /no token <0x00>/],
    ["two equal tokens", changed("<0x4", 0, [...Buffer.from("2")]), /same token twice/],
    ["a vision part only", changed("general.architecture", 12, [...Buffer.from("tbert")]), /cannot write answers/],
  ])("refuses %s", (_, bytes, reason) => {
    expect(reasonFor(bytes)).toMatch(reason);
  });

  it("says what is wrong with a missing path, a folder and an empty file", async () => {
    const empty = join(folder.path, "empty.gguf");
    writeFileSync(empty, "");
    const missing = join(folder.path, "missing.gguf");
    expect(await readGgufHeader(missing)).toEqual({ ok: false, error: { type: "ModelFileMissing", path: missing } });
    expect(await readGgufHeader(folder.path)).toMatchObject({ ok: false, error: { type: "ModelFileCorrupt", reason: "it is not a file" } });
    expect(await readGgufHeader(empty)).toMatchObject({ ok: false, error: { type: "ModelFileCorrupt", reason: "it is not a GGUF file" } });
  });

  it("does not read gigabytes of a file that only claims to be one", async () => {
    const path = join(folder.path, "sparse.gguf");
    const claims = changed("tokenizer.ggml.tokens", 8, [0, 0, 0, 4, 0, 0, 0, 0]);
    writeFileSync(path, claims);
    truncateSync(path, 20 * 2 ** 30);
    const startedAtMs = performance.now();
    expect(await readGgufHeader(path)).toMatchObject({ ok: false, error: { type: "ModelFileCorrupt" } });
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
  });

  it("survives 2000 mutated headers: each is read or refused, quickly, and most are refused", () => {
    let seed = 1;
    const random = (limit: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    const extremes = [0, 1, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000, 9, 8, 12, 13];
    let refused = 0;
    const mutate = (round: number) => {
      let copy = Buffer.from(whole.subarray(0, headerEnd));
      const size = round % 3 === 0 ? headerEnd : whole.length;
      for (let change = 0; change <= round % 5; change += 1) {
        const at = random(headerEnd - 8);
        if (round % 2 === 0) copy[at] = random(256);
        else copy.writeUInt32LE(extremes[random(extremes.length)] ?? 0, at);
      }
      if (round % 7 === 0) copy = copy.subarray(0, random(headerEnd));
      const parsed = parseGgufHeader(copy, Math.min(size, round % 7 === 0 ? copy.length : size));
      if (!parsed.ok) refused += 1;
    };
    const tookMs = threadTimeMs(() => {
      for (let round = 0; round < 2000; round += 1) mutate(round);
    });
    expect(tookMs).toBeLessThan(4000);
    expect(refused).toBeGreaterThan(1000);
  });
});
