import { isIP } from "node:net";
import type { ClockDep } from "#core/base";

/** Failures allowed before the first wait; each further failure doubles the wait: 30 s, 1 min, … up to 15 min. */
const attemptLimit = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;
/** Failures are forgotten after this long without a new one. */
const memoryMs = 60 * 60_000;
/** Addresses remembered at most, so that a flood of addresses cannot fill memory; the oldest is forgotten first. */
const addressLimit = 10_000;

/** Who is guessing: an address, or for IPv6 its /64, which one subscriber owns whole. */
export const addressKey = (address: string | undefined): string => {
  const plain = (address ?? "unknown").replace(/^::ffff:(?=\d+\.)/, "");
  if (isIP(plain) !== 6 || plain === "::1") return plain;
  const [head = "", tail] = plain.split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const filled = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${filled.slice(0, 4).join(":")}::/64`;
};

/** Slows down guessing of a passphrase or code, per address. */
export interface LockOut {
  /** Milliseconds until this address may try again; 0 when it may now. */
  readonly waitMs: (address: string) => number;
  /** Counts one try before it is judged, so that tries made at the same time are all counted. Answers how many are left before a wait. */
  readonly count: (address: string) => number;
  /** The right secret was given. */
  readonly forgive: (address: string) => void;
}

export const createLockOut = ({ clock }: ClockDep): LockOut => {
  const failures = new Map<string, { count: number; lastAtMs: number; untilMs: number }>();

  const find = (address: string) => {
    const entry = failures.get(address);
    if (entry !== undefined && clock.nowMs() - entry.lastAtMs >= memoryMs) {
      failures.delete(address);
      return undefined;
    }
    return entry;
  };

  return {
    waitMs: (address) => Math.max(0, (find(address)?.untilMs ?? 0) - clock.nowMs()),
    count: (address) => {
      const count = (find(address)?.count ?? 0) + 1;
      const nowMs = clock.nowMs();
      const wait = count < attemptLimit ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - attemptLimit));
      failures.delete(address);
      failures.set(address, { count, lastAtMs: nowMs, untilMs: nowMs + wait });
      const oldest = failures.keys().next();
      if (failures.size > addressLimit && !oldest.done) failures.delete(oldest.value);
      return Math.max(0, attemptLimit - count);
    },
    forgive: (address) => void failures.delete(address),
  };
};
