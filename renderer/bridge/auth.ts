import { err, ok, type Result } from "#core/base/schema";
import { toRefusal, type ClientError } from "./failure.ts";

/** Where a browser stands before the headless host. `setup`: no passphrase exists yet. */
export interface AuthStatus {
  readonly state: "setup" | "login" | "ready";
  /** Sent back with every request that changes something; null before sign-in. */
  readonly csrfToken: string | null;
}

export type AuthError =
  | ClientError
  | { readonly type: "PassphraseWrong"; readonly attemptsLeft: number }
  | { readonly type: "LockedOut"; readonly retryAfterMs: number }
  | { readonly type: "SetupCodeWrong"; readonly attemptsLeft: number }
  | { readonly type: "PassphraseTooShort"; readonly minimumLength: number }
  | { readonly type: "AlreadySetUp" };

export interface Auth {
  readonly status: () => Promise<Result<AuthStatus, ClientError>>;
  /** `code` is printed by the host where only its owner can read it. */
  readonly setup: (passphrase: string, code: string) => Promise<Result<AuthStatus, AuthError>>;
  readonly login: (passphrase: string) => Promise<Result<AuthStatus, AuthError>>;
  readonly logout: () => Promise<Result<void, AuthError>>;
}

const ownErrors = new Set(["PassphraseWrong", "LockedOut", "SetupCodeWrong", "PassphraseTooShort", "AlreadySetUp"]);

const isAuthError = (value: unknown): value is AuthError =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && ownErrors.has(value.type);

/** `null` stands for a body that is not JSON. */
const readJson = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return null;
  }
};

export const createAuth = (): Auth & { readonly csrfToken: () => string } => {
  let csrfToken = "";

  const request = async (path: string, body?: unknown): Promise<Result<unknown, AuthError>> => {
    try {
      const response = await fetch(path, {
        method: body === undefined ? "GET" : "POST",
        headers: body === undefined ? {} : { "content-type": "application/json", "x-olympus-csrf": csrfToken },
        body: body === undefined ? null : JSON.stringify(body),
        cache: "no-store",
      });
      const answer = await readJson(response);
      if (response.ok) return ok(answer);
      return err(isAuthError(answer) ? answer : toRefusal(response.status, answer));
    } catch {
      return err({ type: "ConnectionLost" });
    }
  };

  const status = async (): Promise<Result<AuthStatus, ClientError>> => {
    const answer = await request("/auth/status");
    if (!answer.ok) return err(answer.error as ClientError);
    const value = answer.value as AuthStatus;
    csrfToken = value.csrfToken ?? "";
    return ok(value);
  };

  /** A passphrase that was taken changes the session, so the token is read anew. */
  const enter = async (path: string, body: unknown): Promise<Result<AuthStatus, AuthError>> => {
    const answer = await request(path, body);
    return answer.ok ? status() : answer;
  };

  return {
    csrfToken: () => csrfToken,
    status,
    setup: (passphrase, code) => enter("/auth/setup", { passphrase, code }),
    login: (passphrase) => enter("/auth/login", { passphrase }),
    logout: async () => {
      const answer = await request("/auth/logout", {});
      return answer.ok ? ok(undefined) : answer;
    },
  };
};
