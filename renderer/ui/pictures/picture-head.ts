/** What the first bytes of a file say of the picture in it. */
export interface PictureHead {
  readonly kind: "png" | "jpeg" | "webp" | "gif";
  /** Pixels, before the turn a camera asks for. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
}

type Size = Pick<PictureHead, "width" | "height">;

const says = (bytes: Uint8Array, text: string, at: number): boolean =>
  bytes.length >= at + text.length && [...text].every((letter, offset) => bytes[at + offset] === letter.charCodeAt(0));

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** https://www.w3.org/TR/png-3/#11IHDR; `acTL` before the picture's data makes it move. */
const pngHead = (bytes: Uint8Array): PictureHead | null => {
  if (!says(bytes, "\u0089PNG\r\n\u001a\n", 0) || bytes.length < 33) return null;
  const view = viewOf(bytes);
  let animated = false;
  for (let at = 8; at + 8 <= bytes.length && !says(bytes, "IDAT", at + 4); at += 12 + view.getUint32(at))
    if (says(bytes, "acTL", at + 4)) animated = true;
  return { kind: "png", width: view.getUint32(16), height: view.getUint32(20), animated };
};

/** ITU T.81, B.1.1.3: a frame header is any SOF marker, all but the tables DHT, JPG and DAC. */
const jpegSize = (bytes: Uint8Array): Size | null => {
  const view = viewOf(bytes);
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
};

/** GIF89a, sections 18 to 26: a second image descriptor makes it move. */
const gifMoves = (bytes: Uint8Array): boolean => {
  const tableBytes = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + tableBytes(bytes[10] ?? 0);
  const skipBlocks = () => {
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  };
  for (let images = 0; at < bytes.length;) {
    if (bytes[at] === 0x21) {
      at += 2;
      skipBlocks();
    } else if (bytes[at] === 0x2c) {
      images += 1;
      if (images > 1) return true;
      at += 11 + tableBytes(bytes[at + 9] ?? 0);
      skipBlocks();
    } else return false;
  }
  return false;
};

/** https://developers.google.com/speed/webp/docs/riff_container: one of three first chunks carries the size. */
const webpHead = (bytes: Uint8Array): PictureHead | null => {
  if (!says(bytes, "RIFF", 0) || !says(bytes, "WEBP", 8) || bytes.length < 30) return null;
  const view = viewOf(bytes);
  if (says(bytes, "VP8X", 12)) {
    const size = (at: number) => 1 + (view.getUint32(at, true) & 0xffffff);
    return { kind: "webp", width: size(24), height: 1 + (view.getUint32(26, true) >>> 8), animated: ((bytes[20] ?? 0) & 2) !== 0 };
  }
  if (says(bytes, "VP8L", 12)) {
    const bits = view.getUint32(21, true);
    return { kind: "webp", width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), animated: false };
  }
  return { kind: "webp", width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, animated: false };
};

/** Reads only as far as the size; null for what is no PNG, JPEG, WebP or GIF, whatever its name says. */
export const pictureHead = (bytes: Uint8Array): PictureHead | null => {
  if (says(bytes, "\u00ff\u00d8\u00ff", 0)) {
    const size = jpegSize(bytes);
    return size === null ? null : { kind: "jpeg", ...size, animated: false };
  }
  if ((says(bytes, "GIF87a", 0) || says(bytes, "GIF89a", 0)) && bytes.length >= 13) {
    const view = viewOf(bytes);
    return { kind: "gif", width: view.getUint16(6, true), height: view.getUint16(8, true), animated: gifMoves(bytes) };
  }
  return pngHead(bytes) ?? webpHead(bytes);
};
