import type { ProviderScript, ScriptedAnswer } from "#core/testing";

/** A sequence of numbers that a seed determines (mulberry32). */
export const createRandom = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return { chance: (share: number) => next() < share, whole, pick: <T>(items: readonly T[]): T => items[whole(items.length)] as T };
};
export type Random = ReturnType<typeof createRandom>;

const statuses = [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 520, 524, 529];
const retryAfters: readonly Readonly<Record<string, string>>[] = [
  {},
  { "retry-after": "0" },
  { "retry-after": "1" },
  { "retry-after": "86400" },
  { "retry-after": "-1" },
  { "retry-after": "soon" },
  { "retry-after-ms": "20" },
  { "retry-after": "Thu, 01 Jan 2026 00:00:01 GMT" },
  { "retry-after": "Fri, 01 Jan 2100 00:00:00 GMT" },
  { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1s" },
  { "anthropic-ratelimit-tokens-remaining": "0", "anthropic-ratelimit-tokens-reset": "2026-01-01T00:00:02Z" },
];

/** What a request meets: an answer, or one of the ways in which there is none. */
export const randomStep = (random: Random, answer: ScriptedAnswer, redirectTo: string): ProviderScript => {
  const afterFrames = random.whole(7);
  switch (random.whole(13)) {
    case 0:
    case 1:
      return { type: "status", status: random.pick(statuses), headers: random.pick(retryAfters) };
    case 2:
      return { type: "status", status: random.pick([301, 302, 307, 308]), headers: { location: redirectTo } };
    case 3:
    case 4:
    case 5:
      return { type: "cut-at-byte", answer, afterBytes: random.whole(1600), ending: random.pick(["stall", "reset", "end"] as const) };
    case 6:
      return { type: "malformed", answer, afterFrames };
    case 7:
      return { type: "overloaded-in-stream", answer, afterFrames };
    case 8:
      return random.chance(0.5) ? { type: "mute" } : { type: "hang-up" };
    case 9:
      return { type: "web-page", status: random.pick([200, 403, 502]) };
    case 10:
      return {
        type: "raw",
        contentType: random.pick(["text/event-stream", "application/json", "text/plain"]),
        body: random.pick(["", "{}", "data: [1]\n\n", "data: null\n\n", "\u0000\uFFFD", 'data: {"error": {"message": "no"}}\n\n', "[]"]),
      };
    case 11:
      return { type: "cut", answer, afterFrames };
    default:
      return { type: "byte-by-byte", answer, pieceBytes: random.pick([5, 7, 11, 13, 29, 41]) };
  }
};

/** Whether the server behind it may send a bill. */
export const mayBeBilled = (step: ProviderScript): boolean =>
  step.type === "status" || step.type === "web-page" ? [502, 504, 520, 524].includes(step.status) : true;
