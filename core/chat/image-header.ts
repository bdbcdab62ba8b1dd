import { err, ok, type Result } from "#core/base/schema";
import type { ChatImage } from "./schema.ts";

export interface ImageHeader {
  readonly mediaType: ChatImage["mediaType"];
  /** Pixels; what a header says and no decoder has checked. */
  readonly width: number;
  readonly height: number;
}

type Size = readonly [width: number, height: number] | null;

const wordAt = (bytes: Buffer, at: number, length = 4): string => bytes.toString("latin1", at, at + length);

/** PNG (RFC 2083, 11.2.2): the first chunk is IHDR, 13 bytes long, and begins with width and height. */
const pngSize = (bytes: Buffer): Size =>
  bytes.length >= 33 && bytes.readUInt32BE(8) === 13 && wordAt(bytes, 12) === "IHDR"
    ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
    : null;

/** GIF89a, section 18: the logical screen follows the signature. */
const gifSize = (bytes: Buffer): Size => (bytes.length >= 13 ? [bytes.readUInt16LE(6), bytes.readUInt16LE(8)] : null);

/** WebP (RFC 9649): lossy, lossless or extended, by the name of the first chunk. */
const webpSize = (bytes: Buffer): Size => {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + 8 > bytes.length) return null;
  switch (wordAt(bytes, 12)) {
    case "VP8 ":
      return bytes.readUIntBE(23, 3) === 0x9d012a ? [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff] : null;
    case "VP8L": {
      const packed = bytes.readUInt32LE(21);
      return bytes[20] === 0x2f ? [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1] : null;
    }
    case "VP8X":
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    default:
      return null;
  }
};

/** Markers that stand alone (JPEG, ITU T.81, B.1.1.3): TEM and the restarts. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** A frame's start: C0 to CF without the tables and the extension among them. */
const startsFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** JPEG: the size stands in the first frame header; everything before it is skipped by its length. */
const jpegSize = (bytes: Buffer): Size => {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (standsAlone(marker)) at += 2;
    else if (marker === 0xd9 || marker === 0xda || marker === 0x00) return null;
    else if (startsFrame(marker)) return at + 9 <= bytes.length ? [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)] : null;
    else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return null;
};

const kinds: readonly {
  readonly mediaType: ImageHeader["mediaType"];
  readonly isKind: (bytes: Buffer) => boolean;
  readonly sizeOf: (bytes: Buffer) => Size;
}[] = [
  { mediaType: "image/png", isKind: (bytes) => wordAt(bytes, 0, 8) === "\x89PNG\r\n\x1a\n", sizeOf: pngSize },
  { mediaType: "image/jpeg", isKind: (bytes) => wordAt(bytes, 0, 3) === "\xff\xd8\xff", sizeOf: jpegSize },
  { mediaType: "image/webp", isKind: (bytes) => wordAt(bytes, 0) === "RIFF" && wordAt(bytes, 8) === "WEBP", sizeOf: webpSize },
  { mediaType: "image/gif", isKind: (bytes) => /^GIF8[79]a$/.test(wordAt(bytes, 0, 6)), sizeOf: gifSize },
];

/** What a file is and how large, by its own bytes; its name does not count. `kind`: none of ours. `damaged`: it begins as one and has no size. Never throws. */
export const readImageHeader = (bytes: Buffer): Result<ImageHeader, "kind" | "damaged"> => {
  const kind = kinds.find(({ isKind }) => isKind(bytes));
  if (kind === undefined) return err("kind");
  const size = kind.sizeOf(bytes);
  if (size === null || size[0] === 0 || size[1] === 0) return err("damaged");
  return ok({ mediaType: kind.mediaType, width: size[0], height: size[1] });
};
