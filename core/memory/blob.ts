/** Blobs are float32 as the machine has them: every machine Olympus runs on is little-endian. Shares memory where it can. */
export const floatsOfBlob = (blob: Buffer): Float32Array =>
  blob.byteOffset % 4 === 0
    ? new Float32Array(blob.buffer as ArrayBuffer, blob.byteOffset, blob.byteLength / 4)
    : new Float32Array(new Uint8Array(blob).buffer);

/** Shares memory with `floats`. */
export const floatsToBlob = (floats: Float32Array): Buffer => Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength);
