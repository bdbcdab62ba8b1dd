import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { ClockDep } from "./clock.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const encode = (value: bigint, length: number): string => {
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text = (alphabet[Number(value & 31n)] ?? "0") + text;
    value >>= 5n;
  }
  return text;
};

/** Makes ids `<prefix>_` + 10 characters of milliseconds + 16 characters of chance (80 bits: the layout of a ULID). */
export interface Ids {
  readonly create: <Prefix extends string>(prefix: Prefix) => string & z.$brand<Prefix>;
}

export interface IdsDep {
  readonly ids: Ids;
}

export const createIds = (deps: ClockDep, random: (size: number) => Uint8Array = randomBytes): Ids => ({
  create: (prefix) => {
    const chance = random(10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return `${prefix}_${encode(BigInt(deps.clock.nowMs()), 10)}${encode(chance, 16)}` as never;
  },
});
