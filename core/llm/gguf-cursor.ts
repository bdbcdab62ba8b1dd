export type Scalar = string | number | boolean | bigint;

/** `more`: the header goes on beyond the bytes given (but not beyond the file). `corrupt`: no honest file looks like this. */
export type GgufProblem = { readonly type: "more" } | { readonly type: "corrupt"; readonly reason: string };

/** No real model comes near: the largest published ones have some 2,000 tensors and 100 metadata entries. */
export const mostTensors = 65_536;
export const mostEntries = 16_384;
export const longestKey = 65_535;
/** Chat templates and licences reach some 100 kB. */
export const longestText = 16 * 1024 * 1024;

/** Thrown by a cursor and caught by the parser that made it. */
export class Stop extends Error {
  readonly problem: GgufProblem;
  constructor(problem: GgufProblem) {
    super(problem.type);
    this.problem = problem;
  }
}
export const corrupt = (reason: string): never => {
  throw new Stop({ type: "corrupt", reason });
};

/** Reads little-endian values in order; never beyond the bytes at hand, and tells a short read from a short file. */
export const createCursor = (bytes: Uint8Array, fileBytes: number) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder("utf-8");
  let at = 0;
  const take = (size: number): number => {
    if (size > fileBytes - at) corrupt("the file ends inside its header");
    if (size > bytes.byteLength - at) throw new Stop({ type: "more" });
    at += size;
    return at - size;
  };
  const u32 = () => view.getUint32(take(4), true);
  const u64 = (limit: number, what: string): number => {
    const value = view.getBigUint64(take(8), true);
    return value > BigInt(limit) ? corrupt(`${what} is ${value}, more than ${limit}`) : Number(value);
  };
  const text = (limit: number, what: string): string => {
    const size = u64(limit, `the length of ${what}`);
    const start = take(size);
    return decoder.decode(bytes.subarray(start, start + size));
  };
  /** One character per byte: equal texts stay equal, different ones different, whatever their encoding. */
  const bytesAsText = (limit: number, what: string): string => {
    const size = u64(limit, `the length of ${what}`);
    const start = take(size);
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, size).toString("latin1");
  };
  return { u32, u64, text, bytesAsText, take, view, position: () => at };
};
export type Cursor = ReturnType<typeof createCursor>;

export const readScalar = (cursor: Cursor, type: number): Scalar => {
  const { view, take } = cursor;
  switch (type) {
    case 0:
      return view.getUint8(take(1));
    case 1:
      return view.getInt8(take(1));
    case 2:
      return view.getUint16(take(2), true);
    case 3:
      return view.getInt16(take(2), true);
    case 4:
      return view.getUint32(take(4), true);
    case 5:
      return view.getInt32(take(4), true);
    case 6:
      return view.getFloat32(take(4), true);
    case 7:
      return view.getUint8(take(1)) !== 0;
    case 10:
      return view.getBigUint64(take(8), true);
    case 11:
      return view.getBigInt64(take(8), true);
    case 12:
      return view.getFloat64(take(8), true);
    default:
      return corrupt(`metadata type ${type} does not exist`);
  }
};

/** Names are printable ASCII (GGUF specification); the engine reads them as C strings and stops the process at an empty one. */
export const isName = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** Checks magic and version; what follows are the counts of tensors and entries. */
export const readVersion = (cursor: Cursor, fileBytes: number): number => {
  if (fileBytes < 24 || cursor.u32() !== 0x46554747) corrupt("it is not a GGUF file");
  const version = cursor.u32();
  if (version !== 2 && version !== 3) corrupt(version === 1 ? "GGUF version 1 is too old" : "its GGUF version is not known");
  return version;
};
