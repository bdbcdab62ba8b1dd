import type { Result } from "#core/base/schema";
import type { SecretError } from "./schema.ts";

/**
 * Where keys lie: the system's keychain on the desktop, an encrypted file headless. Values never reach logs, the database,
 * arguments, children or the interface. Names are ours (`provider_…`), at most 200 characters.
 * Errors: SecretsLocked until the vault is open, SecretsUnavailable when the system refuses.
 */
export interface SecretStore {
  readonly get: (name: string) => Promise<Result<string | null, SecretError>>;
  /** Stored for good when it resolves. */
  readonly set: (name: string, value: string) => Promise<Result<void, SecretError>>;
  /** No error when there was none. */
  readonly remove: (name: string) => Promise<Result<void, SecretError>>;
  readonly status: () => "open" | "locked";
}

export interface SecretsDep {
  readonly secrets: SecretStore;
}
