import { crc32, deflateSync } from "node:zlib";

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
};

/** A grey PNG that decodes. */
const png = (width: number, height: number): Buffer => {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const rows = deflateSync(Buffer.alloc((width + 1) * Math.min(height, 4096)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
};

/** The parts up to the frame header, and the end. */
const jpeg = (width: number, height: number): Buffer => {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const application = Buffer.from([0xff, 0xe0, 0, 16, ...Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), application, frame, Buffer.from([0xff, 0xd9])]);
};

const gif = (width: number, height: number): Buffer => {
  const whole = Buffer.from("GIF89a\0\0\0\0\0\0\0;", "latin1");
  whole.writeUInt16LE(width, 6);
  whole.writeUInt16LE(height, 8);
  return whole;
};

const riff = (name: string, data: Buffer): Buffer => {
  const whole = Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${name}\0\0\0\0`, "latin1"), data]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(data.length, 16);
  return whole;
};

const webp = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(16);
  data.writeUIntBE(0x9d012a, 3, 3);
  data.writeUInt16LE(width | 0x4000, 6);
  data.writeUInt16LE(height | 0x4000, 8);
  return riff("VP8 ", data);
};

const lossless = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(16);
  data[0] = 0x2f;
  data.writeUInt32LE(((width - 1) | ((height - 1) << 14) | (1 << 28)) >>> 0, 1);
  return riff("VP8L", data);
};

const extended = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(16);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return riff("VP8X", data);
};

const makers = { png, jpeg, gif, webp, "webp-lossless": lossless, "webp-extended": extended };

/** The bytes of a picture with a true header, written after the formats' own documents, not after the reader. */
export const testImage = (kind: keyof typeof makers, width: number, height: number): Buffer => makers[kind](width, height);
