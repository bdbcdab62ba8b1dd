import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { LogDep } from "#core/base";
import { passphraseLength, passphraseMinimumLength } from "#core/settings/schema";
import type { Authenticator } from "./authenticate.ts";
import { cookieName } from "./authenticate.ts";
import { readJsonBody } from "./body.ts";
import { sessionCookie } from "./cookie.ts";
import { addressKey, type LockOut } from "./lock-out.ts";
import { refuse, sendJson, type Refusal } from "./refusal.ts";
import { sessionMs, type Sessions } from "./sessions.ts";
import type { SetupCode } from "./setup-code.ts";
import type { Tokens } from "./tokens.ts";

const passphraseMaximumLength = 1000;

/** The part of the vault the host needs: the passphrase that opens it is the one that signs in. */
export interface PassphraseVault {
  readonly exists: () => boolean;
  readonly create: (passphrase: string) => Promise<void>;
  readonly unlock: (passphrase: string) => Promise<boolean>;
}

interface AuthDeps extends LogDep {
  readonly authenticator: Authenticator;
  readonly bodyTimeoutMs: number;
  readonly lockOut: LockOut;
  readonly sessions: Sessions;
  /** Null once there is a vault. */
  readonly setupCode: () => SetupCode | null;
  readonly tokens: Tokens;
  readonly vault: PassphraseVault;
}

type Handler = (request: IncomingMessage, response: ServerResponse, port: number) => Promise<void> | void;

const loginSchema = z.object({ passphrase: z.string().max(passphraseMaximumLength) });
const setupSchema = loginSchema.extend({ code: z.string().max(100) });
const tokenSchema = z.object({ name: z.string().trim().min(1).max(80) });

/** Setting up, signing in and out, and tokens for scripts. The guard has passed every request before it comes here. */
export const createAuthRoutes = ({ authenticator, bodyTimeoutMs, lockOut, log, sessions, setupCode, tokens, vault }: AuthDeps) => {
  /** Each guess costs 128 MiB while it is checked, so guesses are checked one at a time. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  const signIn = (request: IncomingMessage, response: ServerResponse, port: number): void => {
    const { session, cookie } = sessions.create();
    const secure = request.headers.origin?.startsWith("https:") ?? false;
    response.setHeader("set-cookie", sessionCookie(cookieName(port), cookie, sessionMs, secure));
    sendJson(response, 200, { state: "ready", csrfToken: session.csrfToken });
  };

  const status: Handler = (request, response, port) => {
    const caller = authenticator.identify(request, port);
    if (!vault.exists()) return sendJson(response, 200, { state: "setup", csrfToken: null });
    if (caller === null) return sendJson(response, 200, { state: "login", csrfToken: null });
    sendJson(response, 200, { state: "ready", csrfToken: caller.kind === "session" ? caller.session.csrfToken : null });
  };

  /** Reads and checks the body, and answers the refusal itself when it is not what it should be. */
  const read = async <Schema extends z.ZodType>(
    request: IncomingMessage,
    response: ServerResponse,
    schema: Schema,
  ): Promise<z.infer<Schema> | null> => {
    const body = await readJsonBody(request, bodyTimeoutMs);
    if (!body.ok) {
      refuse(request, response, body.error);
      return null;
    }
    const parsed = schema.safeParse(body.value);
    if (parsed.success) return parsed.data;
    refuse(request, response, { status: 400, type: "RequestInvalid", reason: z.prettifyError(parsed.error) });
    return null;
  };

  const lockedOut = (request: IncomingMessage): Refusal | null => {
    const retryAfterMs = lockOut.waitMs(addressKey(request.socket.remoteAddress));
    return retryAfterMs > 0 ? { status: 429, type: "LockedOut", retryAfterMs } : null;
  };

  const setup: Handler = async (request, response, port) => {
    const input = await read(request, response, setupSchema);
    if (input === null) return;
    await inTurn(async () => {
      const code = setupCode();
      if (vault.exists() || code === null) return refuse(request, response, { status: 409, type: "AlreadySetUp" });
      const wait = lockedOut(request);
      if (wait !== null) return refuse(request, response, wait);
      const address = addressKey(request.socket.remoteAddress);
      const attemptsLeft = lockOut.count(address);
      if (!code.matches(input.code)) {
        log.warn("wrong set-up code", { address, attemptsLeft });
        return refuse(request, response, { status: 403, type: "SetupCodeWrong", attemptsLeft });
      }
      lockOut.forgive(address);
      if (passphraseLength(input.passphrase) < passphraseMinimumLength)
        return refuse(request, response, { status: 422, type: "PassphraseTooShort", minimumLength: passphraseMinimumLength });
      await vault.create(input.passphrase);
      code.spend();
      log.info("passphrase set");
      signIn(request, response, port);
    });
  };

  const login: Handler = async (request, response, port) => {
    const input = await read(request, response, loginSchema);
    if (input === null) return;
    await inTurn(async () => {
      const wait = lockedOut(request);
      if (wait !== null) return refuse(request, response, wait);
      const address = addressKey(request.socket.remoteAddress);
      const attemptsLeft = lockOut.count(address);
      if (!vault.exists() || !(await vault.unlock(input.passphrase))) {
        log.warn("wrong passphrase", { address, attemptsLeft });
        return refuse(request, response, { status: 401, type: "PassphraseWrong", attemptsLeft });
      }
      lockOut.forgive(address);
      signIn(request, response, port);
    });
  };

  const logout: Handler = (request, response, port) => {
    const admitted = authenticator.admit(request, port);
    if ("refusal" in admitted) return refuse(request, response, admitted.refusal);
    if (admitted.caller.kind === "session") sessions.end(admitted.caller.session.id);
    response.setHeader("set-cookie", sessionCookie(cookieName(port), "", 0, false));
    sendJson(response, 200, { state: "login", csrfToken: null });
  };

  /** Tokens are made and revoked by a person who is signed in, never with a token: a leaked one cannot make more of its kind. */
  const forPerson =
    (handler: Handler): Handler =>
    (request, response, port) => {
      const admitted = authenticator.admit(request, port);
      if ("refusal" in admitted) return refuse(request, response, admitted.refusal);
      if (admitted.caller.kind !== "session") return refuse(request, response, { status: 401, type: "SignInNeeded" });
      return handler(request, response, port);
    };

  const createToken: Handler = async (request, response) => {
    const input = await read(request, response, tokenSchema);
    if (input === null) return;
    log.info("script token made", { name: input.name });
    sendJson(response, 201, tokens.create(input.name));
  };

  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    "/auth/status": { GET: status },
    "/auth/setup": { POST: setup },
    "/auth/login": { POST: login },
    "/auth/logout": { POST: logout },
    "/auth/tokens": { GET: forPerson((_request, response) => sendJson(response, 200, tokens.list())), POST: forPerson(createToken) },
  };

  const revoke = (id: string): Handler =>
    forPerson((request, response) =>
      tokens.revoke(id) ? sendJson(response, 200, { revoked: true }) : refuse(request, response, { status: 404, type: "NotFound" }),
    );

  return async (request: IncomingMessage, response: ServerResponse, path: string, port: number): Promise<void> => {
    const tokenId = /^\/auth\/tokens\/([0-9a-f]{16})$/.exec(path)?.[1];
    const methods = tokenId === undefined ? routes[path] : { DELETE: revoke(tokenId) };
    if (methods === undefined) return refuse(request, response, { status: 404, type: "NotFound" });
    const handler = methods[request.method ?? ""];
    if (handler === undefined) return refuse(request, response, { status: 405, type: "MethodRefused", allowed: Object.keys(methods) });
    await handler(request, response, port);
  };
};
