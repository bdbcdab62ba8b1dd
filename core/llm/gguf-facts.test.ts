import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createTestFolder, threadTimeMs, tinyModelBytes } from "#core/testing";
import { parseGgufFacts, readGgufFacts } from "./gguf-facts.ts";
import { parseGgufHeader } from "./gguf-parse.ts";

const folder = createTestFolder();
afterAll(() => folder.cleanup());
const whole = tinyModelBytes();

const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number | bigint) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const entry = {
  text: (key: string, value: string) => Buffer.concat([text(key), u32(8), text(value)]),
  u32: (key: string, value: number) => Buffer.concat([text(key), u32(4), u32(value)]),
  u32s: (key: string, values: readonly number[]) => Buffer.concat([text(key), u32(9), u32(5), u64(values.length), ...values.map(u32)]),
};
const header = (...entries: Buffer[]) => Buffer.concat([Buffer.from("GGUF"), u32(3), u64(0), u64(entries.length), ...entries]);

it("reads what decides the memory a model takes", () => {
  expect(parseGgufFacts(whole)).toEqual({
    ok: true,
    value: {
      architecture: "llama",
      name: "Olympus Tiny",
      contextTokens: 4096,
      layers: 1,
      width: 128,
      heads: 4,
      sharedHeads: [4],
      keyLength: null,
      valueLength: null,
      vocabulary: 260,
      slidingWindow: null,
      chatTemplate: false,
    },
  });
});

it("reads it from the first bytes, wherever they end behind it", () => {
  const vocabulary = whole.indexOf("tokenizer.ggml.tokens");
  for (const length of [vocabulary, vocabulary + 30, vocabulary + 100, whole.length])
    expect(parseGgufFacts(whole.subarray(0, length)), String(length)).toMatchObject({ ok: true, value: { layers: 1, sharedHeads: [4] } });
  expect(parseGgufFacts(whole.subarray(0, 90))).toMatchObject({ ok: true, value: { layers: null } });
  expect(parseGgufFacts(whole.subarray(0, 10))).toEqual({ ok: false, error: "it ends inside its header" });
});

it("knows heads that differ by layer, wider keys, windows, and the vocabulary by its list", () => {
  const bytes = header(
    entry.text("general.architecture", "gemma3"),
    entry.u32("gemma3.block_count", 3),
    entry.u32s("gemma3.attention.head_count_kv", [1, 0, 4]),
    entry.u32("gemma3.attention.key_length", 256),
    entry.u32("gemma3.attention.sliding_window", 512),
    Buffer.concat([text("tokenizer.ggml.tokens"), u32(9), u32(8), u64(3), text("a"), text("b"), text("c")]),
  );
  expect(parseGgufFacts(bytes)).toMatchObject({
    ok: true,
    value: { sharedHeads: [1, 0, 4], keyLength: 256, slidingWindow: 512, vocabulary: 3, layers: 3 },
  });
});

it.each<[string, Buffer, RegExp]>([
  ["no GGUF", Buffer.from("<!doctype html><title>Please sign in"), /not a GGUF/],
  ["no architecture", header(entry.u32("x", 1)), /architecture/],
  ["an endless count", Buffer.concat([Buffer.from("GGUF"), u32(3), u64(0), u64(2n ** 62n)]), /number of metadata/],
  ["an endless text", header(Buffer.concat([text("a"), u32(8), u64(2n ** 50n)])), /length of a/],
  ["an array of arrays", header(Buffer.concat([text("a"), u32(9), u32(9), u64(1)])), /values of type 9/],
])("says what is wrong with %s", (_, bytes, reason) => {
  const facts = parseGgufFacts(bytes);
  expect(facts.ok ? "" : facts.error).toMatch(reason);
});

it("allocates nothing by a length that stands in the file", () => {
  const claims = header(
    entry.text("general.architecture", "llama"),
    Buffer.concat([text("llama.attention.head_count_kv"), u32(9), u32(5), u64(4096)]),
  );
  const huge = header(
    entry.text("general.architecture", "llama"),
    Buffer.concat([text("tokenizer.ggml.scores"), u32(9), u32(6), u64(2n ** 40n)]),
  );
  const before = process.memoryUsage();
  for (let round = 0; round < 2000; round += 1) {
    expect(parseGgufFacts(claims)).toMatchObject({ ok: true, value: { sharedHeads: null } });
    expect(parseGgufFacts(huge).ok).toBe(true);
  }
  expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(10_000_000);
});

it("a file on disk says the same, and a missing one says so", async () => {
  const path = join(folder.path, "tiny.gguf");
  writeFileSync(path, whole);
  expect(await readGgufFacts(path)).toMatchObject({ ok: true, value: { layers: 1, fileBytes: whole.length } });
  expect(await readGgufFacts(join(folder.path, "no.gguf"))).toMatchObject({ ok: false });
});

it("1,200 mutated headers over two readers: never a throw, each under 50 ms", () => {
  const headerEnd = 7400;
  const extremes = [0, 1, 8, 9, 12, 13, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
  let seed = 20_261_121;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  let refused = 0;
  let slowestMs = 0;
  for (let round = 0; round < 1200; round += 1) {
    const copy = Buffer.from(whole.subarray(0, round % 7 === 0 ? random(headerEnd) : headerEnd));
    for (let change = 0; change <= round % 6 && copy.length > 8; change += 1) {
      const at = random(copy.length - 4);
      if (round % 2 === 0) copy[at] = random(256);
      else copy.writeUInt32LE(extremes[random(extremes.length)] ?? 0, at);
    }
    slowestMs = Math.max(
      slowestMs,
      threadTimeMs(() => {
        if (!parseGgufFacts(copy).ok) refused += 1;
        parseGgufHeader(copy, whole.length);
      }),
    );
  }
  expect(slowestMs).toBeLessThan(50);
  expect(refused).toBeGreaterThan(100);
  expect(refused).toBeLessThan(1200);
});
