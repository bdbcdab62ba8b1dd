import { createHmac, randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { ClockDep } from "#core/base";
import { sameSecret } from "./constant-time.ts";

const hourMs = 60 * 60 * 1000;
/** A session ends a day after its last request and a week after its sign-in, whichever comes first: OWASP's idle and absolute time-outs, sized for a personal tool. */
const idleMs = 24 * hourMs;
export const sessionMs = 7 * 24 * hourMs;
/** More browsers than one person has; the oldest session goes first. */
const sessionLimit = 50;

export interface Session {
  readonly id: string;
  /** What the page must send as `x-olympus-csrf` with everything that changes something. Belongs to this session alone. */
  readonly csrfToken: string;
  /** Aborts when the session ends, however it ends. */
  readonly ended: AbortSignal;
}

/**
 * Who is signed in. Sessions live in this process only: after a restart the vault is locked and the passphrase is needed anyway,
 * so nothing about them is written anywhere. The signing key is made anew with each start.
 */
export interface Sessions {
  /** A new session and the value of its cookie. */
  readonly create: () => { readonly session: Session; readonly cookie: string };
  /** The session a cookie belongs to; null when it is forged, ended or expired. Counts as use. */
  readonly find: (cookie: string | null) => Session | null;
  readonly end: (id: string) => void;
  readonly endAll: () => void;
  readonly count: () => number;
}

export const createSessions = ({ clock }: ClockDep): Sessions => {
  const key = randomBytes(32);
  const sessions = new Map<
    string,
    { readonly session: Session; readonly controller: AbortController; readonly createdAtMs: number; usedAtMs: number }
  >();

  const sign = (purpose: string, id: string): string => createHmac("sha256", key).update(`${purpose}:${id}`).digest("base64url");

  const end = (id: string): void => {
    const entry = sessions.get(id);
    sessions.delete(id);
    entry?.controller.abort();
  };

  const dropExpired = (): void => {
    const nowMs = clock.nowMs();
    for (const [id, { createdAtMs, usedAtMs }] of sessions) if (nowMs - createdAtMs >= sessionMs || nowMs - usedAtMs >= idleMs) end(id);
  };

  return {
    create: () => {
      dropExpired();
      const oldest = sessions.keys().next();
      if (sessions.size >= sessionLimit && !oldest.done) end(oldest.value);
      const id = randomBytes(32).toString("base64url");
      const controller = new AbortController();
      // One listener for each open stream; there may be many.
      setMaxListeners(0, controller.signal);
      const session = { id, csrfToken: sign("csrf", id), ended: controller.signal };
      sessions.set(id, { session, controller, createdAtMs: clock.nowMs(), usedAtMs: clock.nowMs() });
      return { session, cookie: `${id}.${sign("session", id)}` };
    },
    find: (cookie) => {
      const [id, signature, ...rest] = (cookie ?? "").split(".");
      if (id === undefined || signature === undefined || rest.length > 0 || !sameSecret(signature, sign("session", id))) return null;
      dropExpired();
      const entry = sessions.get(id);
      if (entry === undefined) return null;
      entry.usedAtMs = clock.nowMs();
      return entry.session;
    },
    end,
    endAll: () => [...sessions.keys()].forEach(end),
    count: () => {
      dropExpired();
      return sessions.size;
    },
  };
};
