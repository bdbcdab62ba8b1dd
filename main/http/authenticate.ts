import type { IncomingMessage } from "node:http";
import { sameSecret } from "./constant-time.ts";
import { readCookie } from "./cookie.ts";
import type { Refusal } from "./refusal.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Tokens } from "./tokens.ts";

/** Ports of one machine share cookies, so the name carries the port: two hosts do not sign each other out. */
export const cookieName = (port: number): string => `olympus_${port}`;

/** Who sent a request, and a signal that aborts when that stops being true. */
export type Caller =
  | { readonly kind: "session"; readonly session: Session; readonly ended: AbortSignal }
  | { readonly kind: "token"; readonly tokenId: string; readonly ended: AbortSignal };

export interface Authenticator {
  /** Null when nobody is signed in. A token counts only in the `Authorization` header; a wrong one is not made good by a cookie. */
  readonly identify: (request: IncomingMessage, port: number) => Caller | null;
  /** The same, and a session must prove with `x-olympus-csrf` that its own page sends whatever may change something. */
  readonly admit: (request: IncomingMessage, port: number) => { readonly caller: Caller } | { readonly refusal: Refusal };
}

const isSafe = (method: string | undefined): boolean => method === "GET" || method === "HEAD";

export const createAuthenticator = ({ sessions, tokens }: { readonly sessions: Sessions; readonly tokens: Tokens }): Authenticator => {
  const identify: Authenticator["identify"] = (request, port) => {
    const authorization = request.headers.authorization;
    if (authorization !== undefined) {
      const token = /^Bearer ([\w-]{20,100})$/.exec(authorization)?.[1];
      const bearer = token === undefined ? null : tokens.find(token);
      return bearer === null ? null : { kind: "token", tokenId: bearer.id, ended: bearer.revoked };
    }
    const session = sessions.find(readCookie(request.headers.cookie, cookieName(port)));
    return session === null ? null : { kind: "session", session, ended: session.ended };
  };

  return {
    identify,
    admit: (request, port) => {
      const caller = identify(request, port);
      if (caller === null) return { refusal: { status: 401, type: "SignInNeeded" } };
      if (caller.kind === "token" || isSafe(request.method)) return { caller };
      const given = request.headers["x-olympus-csrf"];
      if (typeof given === "string" && sameSecret(given, caller.session.csrfToken)) return { caller };
      return { refusal: { status: 403, type: "CsrfTokenMissing" } };
    },
  };
};
