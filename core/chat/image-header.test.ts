import fc from "fast-check";
import { expect, it } from "vitest";
import { readImageHeader } from "./image-header.ts";
import { testImage } from "./test-images.ts";

it.each(["png", "jpeg", "gif", "webp", "webp-lossless", "webp-extended"] as const)("[C14] reads the kind and size of %s", (kind) => {
  const bytes = testImage(kind, 640, 481);
  expect(readImageHeader(bytes)).toEqual({
    ok: true,
    value: { mediaType: `image/${kind.split("-")[0]}`, width: 640, height: 481 },
  });
});

it("[C14] finds a JPEG's size behind thumbnails, tables, fill bytes and a progressive frame", () => {
  const thumbnail = testImage("jpeg", 16, 16);
  const application = Buffer.concat([Buffer.from([0xff, 0xe1, 0, thumbnail.length + 2]), thumbnail]);
  const table = Buffer.from([0xff, 0xff, 0xff, 0xc4, 0, 4, 1, 2]);
  const frame = Buffer.from([0xff, 0xc2, 0, 17, 8, 0x04, 0x38, 0x07, 0x80, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8]), application, table, frame, Buffer.from([0xff, 0xd9])]);
  expect(readImageHeader(bytes)).toMatchObject({ value: { width: 1920, height: 1080 } });
});

it.each([
  ["an SVG", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"],
  ["a web page", "<!doctype html><script>1</script>"],
  ["a PDF", "%PDF-1.7\n"],
  ["a bitmap", "BM\x36\x00\x00\x00\x00\x00"],
  ["a sound in the same container as WebP", "RIFF\x24\x00\x00\x00WAVEfmt "],
  ["nothing", ""],
])("[C14] %s is no kind of ours", (_, text) => {
  expect(readImageHeader(Buffer.from(text, "latin1"))).toEqual({ ok: false, error: "kind" });
});

it.each(["png", "jpeg", "gif", "webp", "webp-lossless", "webp-extended"] as const)(
  "[C14] %s that is cut off or without size is damaged",
  (kind) => {
    const whole = testImage(kind, 640, 481);
    const signature = { png: 8, jpeg: 3, gif: 6, webp: 12, "webp-lossless": 12, "webp-extended": 12 }[kind];
    for (let length = signature; length < signature + 6; length += 1)
      expect(readImageHeader(whole.subarray(0, length))).toEqual({ ok: false, error: "damaged" });
    if (!kind.startsWith("webp-")) expect(readImageHeader(testImage(kind, 0, 481))).toEqual({ ok: false, error: "damaged" });
  },
);

it("[C14] a JPEG whose parts lead nowhere ends, damaged", () => {
  const loop = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xe0, 0, 0])]);
  expect(readImageHeader(loop)).toEqual({ ok: false, error: "damaged" });
  expect(readImageHeader(Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(1000, 0xff)]))).toEqual({ ok: false, error: "damaged" });
  expect(readImageHeader(Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 9, 0, 0]))).toEqual({ ok: false, error: "damaged" });
});

it("[C14] any bytes behind any signature are told apart, and never throw", () => {
  const heads = (["png", "jpeg", "gif", "webp", "webp-lossless", "webp-extended"] as const).map((kind) => testImage(kind, 5, 5));
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.nat({ max: 40 }), fc.uint8Array({ maxLength: 80 }), (head, keep, rest) => {
      const read = readImageHeader(Buffer.concat([head.subarray(0, keep), rest]));
      if (read.ok) expect(Math.min(read.value.width, read.value.height)).toBeGreaterThan(0);
    }),
  );
});
