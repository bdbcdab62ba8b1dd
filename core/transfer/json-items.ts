/** One item of the outermost list, as the bytes between its brackets, or why there is none. */
export type JsonItem =
  | { readonly type: "item"; readonly bytes: Buffer }
  | { readonly type: "damaged"; readonly reason: "too-large" | "truncated" | "not-json" | "wrong-shape" };

export interface JsonItemLimits {
  /** Of one item. */
  readonly bytes: number;
  /** Brackets and commas of one item: each may cost some 40 bytes when it is parsed. */
  readonly marks: number;
  /** Brackets within brackets. */
  readonly depth: number;
}

const jsonItemLimits: JsonItemLimits = { bytes: 64 * 1024 * 1024, marks: 5_000_000, depth: 500 };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const isBlank = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Cuts JSON into the items of its outermost list without holding more than one of them; an object instead of a list is the only item.
 * Looks only at brackets and strings: whether an item is valid shows when it is parsed. An item past the limits is passed over.
 */
export async function* jsonItems(
  pieces: AsyncIterable<Buffer>,
  limits: JsonItemLimits = jsonItemLimits,
): AsyncGenerator<JsonItem, void, void> {
  let state = "start" as "start" | "between" | "object" | "scalar" | "end";
  let isList = false;
  let offset = 0;
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  let marks = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let isTooLarge = false;

  const keep = (part: Buffer) => {
    sizeBytes += part.length;
    if (sizeBytes > limits.bytes || marks > limits.marks) isTooLarge = true;
    if (isTooLarge) parts = [];
    else parts.push(part);
  };
  const begin = () => {
    state = "object";
    parts = [];
    sizeBytes = marks = depth = 0;
    isTooLarge = false;
  };

  for await (const piece of pieces) {
    let from = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const byte = piece[index] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        continue;
      }
      if (state === "object") {
        if (byte === quote) inString = true;
        else if (byte === openObject || byte === openList) {
          depth += 1;
          marks += 1;
          if (depth > limits.depth) isTooLarge = true;
        } else if (byte === comma) marks += 1;
        else if (byte === closeObject || byte === closeList) {
          depth -= 1;
          if (depth > 0) continue;
          keep(piece.subarray(from, index + 1));
          yield isTooLarge ? { type: "damaged", reason: "too-large" } : { type: "item", bytes: Buffer.concat(parts) };
          parts = [];
          state = isList ? "between" : "end";
        }
        continue;
      }
      if (state === "end") break;
      if (state === "start") {
        if (offset + index < 3 && byte === byteOrderMark[offset + index]) continue;
        if (isBlank(byte)) continue;
        if (byte === openList) {
          isList = true;
          state = "between";
        } else if (byte === openObject) {
          begin();
          from = index;
          depth = 1;
        } else {
          yield { type: "damaged", reason: "not-json" };
          return;
        }
        continue;
      }
      if (state === "scalar" && byte === quote) inString = true;
      if (state === "scalar" && byte !== comma && byte !== closeList) continue;
      if (state === "scalar") {
        yield { type: "damaged", reason: "wrong-shape" };
        state = "between";
      }
      if (byte === closeList) state = "end";
      else if (byte === openObject || byte === openList) {
        begin();
        from = index;
        depth = 1;
      } else if (byte !== comma && !isBlank(byte)) {
        state = "scalar";
        inString = byte === quote;
      }
    }
    if (state === "object") keep(piece.subarray(from));
    offset += piece.length;
  }
  if (state !== "end" && offset > 0) yield { type: "damaged", reason: "truncated" };
}
