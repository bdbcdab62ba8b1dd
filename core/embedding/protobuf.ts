/** The parts of a message to come, in order. Wire format: https://protobuf.dev/programming-guides/encoding */
export type Field = readonly Uint8Array[];

const encoder = new TextEncoder();

const varint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
};

/** An integer field. `value` is a whole number from 0 to 2^53 − 1. */
export const integer = (field: number, value: number): Field => [varint(field * 8), varint(value)];

export const bytes = (field: number, value: Uint8Array): Field => [varint(field * 8 + 2), varint(value.byteLength), value];

export const text = (field: number, value: string): Field => bytes(field, encoder.encode(value));

/** An embedded message. Large parts are held by reference, not copied, until `concat`. */
export const message = (field: number, ...fields: readonly Field[]): Field => {
  const parts = fields.flat();
  return [varint(field * 8 + 2), varint(parts.reduce((sum, part) => sum + part.byteLength, 0)), ...parts];
};

export const concat = (...fields: readonly Field[]): Uint8Array => {
  const parts = fields.flat();
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.byteLength;
  }
  return whole;
};
