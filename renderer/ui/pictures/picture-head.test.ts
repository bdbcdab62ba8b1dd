import { expect, it } from "vitest";
import { pictureHead } from "./picture-head.ts";
import { fittedSize, goesAsItIs, staysLossless } from "./picture-rules.ts";

const bytesOf = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part)));
const zeros = (count: number) => Array.from({ length: count }, () => 0);

const ihdr = [0, 0, 0, 13, ...bytesOf("IHDR"), 0, 0, 5, 0, 0, 0, 2, 208, 8, 6, 0, 0, 0, ...zeros(4)];
const png = bytesOf([0x89], "PNG\r\n", [0x1a], "\n", ihdr, [0, 0, 0, 0], "IDAT", zeros(4));
const movingPng = bytesOf([0x89], "PNG\r\n", [0x1a], "\n", ihdr, [0, 0, 0, 8], "acTL", zeros(12), [0, 0, 0, 0], "IDAT", zeros(4));
const exif = [0xff, 0xe1, 0, 8, ...bytesOf("Exif\0\0")];
const jpeg = bytesOf([0xff, 0xd8], exif, [0xff, 0xdb, 0, 4, 1, 2], [0xff, 0xc2, 0, 11, 8, 3, 32, 4, 176, 3, 1, 2, 3, 4, 5, 6, 7]);
const frame = [0x2c, ...zeros(8), 0, 2, 1, 0xff, 0];
const gif = (frames: number) =>
  bytesOf("GIF89a", [16, 0, 9, 0, 0x80, 0, 0], zeros(6), [0x21, 0xf9, 4, 0, 0, 0, 0, 0], ...Array.from({ length: frames }, () => frame), [
    0x3b,
  ]);
const webpExtended = bytesOf("RIFF", zeros(4), "WEBPVP8X", [10, 0, 0, 0], [2, 0, 0, 0], [255, 3, 0], [255, 1, 0], zeros(4));
const webpLossless = bytesOf("RIFF", zeros(4), "WEBPVP8L", zeros(4), [0x2f], [99, 0xc0, 12, 0], zeros(6));
const webpLossy = bytesOf("RIFF", zeros(4), "WEBPVP8 ", zeros(4), zeros(3), [0x9d, 0x01, 0x2a], [64, 1], [240, 0], zeros(2));

it.each([
  ["PNG", png, { kind: "png", width: 1280, height: 720, animated: false }],
  ["moving PNG", movingPng, { kind: "png", width: 1280, height: 720, animated: true }],
  ["JPEG, behind what a camera wrote", jpeg, { kind: "jpeg", width: 1200, height: 800, animated: false }],
  ["GIF", gif(1), { kind: "gif", width: 16, height: 9, animated: false }],
  ["moving GIF", gif(2), { kind: "gif", width: 16, height: 9, animated: true }],
  ["extended, moving WebP", webpExtended, { kind: "webp", width: 1024, height: 512, animated: true }],
  ["lossless WebP", webpLossless, { kind: "webp", width: 100, height: 52, animated: false }],
  ["lossy WebP", webpLossy, { kind: "webp", width: 320, height: 240, animated: false }],
])("reads kind and size of a %s", (_name, bytes, head) => {
  expect(pictureHead(bytes)).toEqual(head);
});

it("takes nothing else, however it begins, and never reads past the end", () => {
  expect(pictureHead(bytesOf("<svg xmlns"))).toBeNull();
  for (const whole of [png, movingPng, jpeg, gif(2), webpExtended, webpLossless, webpLossy])
    for (let length = 0; length < whole.length; length += 1) expect(() => pictureHead(whole.subarray(0, length))).not.toThrow();
  expect(pictureHead(bytesOf([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0xff, 0xe1, 0, 0]))).toBeNull();
});

it("fits the longer side into 2048 pixels and never enlarges", () => {
  expect(fittedSize(3000, 2000)).toEqual({ width: 2048, height: 1365 });
  expect(fittedSize(100, 20_000)).toEqual({ width: 10, height: 2048 });
  expect(fittedSize(1, 20_000)).toEqual({ width: 1, height: 2048 });
  expect(fittedSize(640, 480)).toEqual({ width: 640, height: 480 });
});

it("draws everything anew but what moves, and keeps letters sharp where that is cheap", () => {
  expect(goesAsItIs({ kind: "gif", width: 1, height: 1, animated: true })).toBe(true);
  expect(goesAsItIs({ kind: "gif", width: 1, height: 1, animated: false })).toBe(false);
  expect(staysLossless("png", 900_000, false)).toBe(true);
  expect(staysLossless("png", 3_000_000, false)).toBe(false);
  expect(staysLossless("png", 3_000_000, true)).toBe(true);
  expect(staysLossless("jpeg", 10, true)).toBe(false);
});
