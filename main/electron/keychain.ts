import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SafeStorage } from "electron";
import { z } from "zod";
import { parseJson, reasonOf, tryAsync } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { SecretStore } from "#core/settings";
import type { SecretError } from "#core/settings/schema";

type Keychain = Pick<SafeStorage, "isAsyncEncryptionAvailable" | "encryptStringAsync" | "decryptStringAsync" | "getSelectedStorageBackend">;

/** Values are base64 of what the keychain's key encrypted. */
const fileSchema = z.record(z.string(), z.string());

const unavailable = (reason: string): { readonly ok: false; readonly error: SecretError } => err({ type: "SecretsUnavailable", reason });

/**
 * Secrets in a file that only the system's keychain can decrypt (Keychain, Credential Manager's DPAPI, Secret Service, KWallet).
 * On a Linux desktop without a keyring Electron would "encrypt" with a password that is in its source code; then nothing is stored
 * and the caller is told. The file is replaced in one step and readable by its owner only.
 */
export const createKeychainSecrets = ({
  keychain,
  path,
  platform,
}: {
  readonly keychain: Keychain;
  readonly path: string;
  readonly platform: NodeJS.Platform;
}): SecretStore => {
  const isWorthless = (): boolean => platform === "linux" && ["basic_text", "unknown"].includes(keychain.getSelectedStorageBackend());

  const check = async (): Promise<Result<void, SecretError>> => {
    if (isWorthless())
      return unavailable("this desktop has no keyring; install gnome-keyring or KWallet, or use the headless host with a passphrase");
    const available = await tryAsync(() => keychain.isAsyncEncryptionAvailable(), reasonOf);
    return available.ok && available.value
      ? ok(undefined)
      : unavailable(available.ok ? "the system's keychain does not answer" : available.error);
  };

  const read = (): Result<Record<string, string>, SecretError> => {
    if (!existsSync(path)) return ok({});
    const parsed = parseJson(readFileSync(path, "utf8"), fileSchema);
    return parsed.ok ? ok(parsed.value) : unavailable(`${path} is damaged: ${parsed.error.reason}`);
  };

  const write = (values: Record<string, string>): Promise<Result<void, SecretError>> =>
    tryAsync<void, SecretError>(
      async () => {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.new`, JSON.stringify(values), { mode: 0o600, flush: true });
        renameSync(`${path}.new`, path);
      },
      (cause) => ({ type: "SecretsUnavailable", reason: reasonOf(cause) }),
    );

  const encrypt = (value: string): Promise<Result<Buffer, SecretError>> =>
    tryAsync(
      () => keychain.encryptStringAsync(value),
      (cause): SecretError => ({ type: "SecretsUnavailable", reason: reasonOf(cause) }),
    );

  const set = async (name: string, value: string): Promise<Result<void, SecretError>> => {
    const checked = await check();
    if (!checked.ok) return checked;
    const encrypted = await encrypt(value);
    if (!encrypted.ok) return encrypted;
    const values = read();
    return values.ok ? write({ ...values.value, [name]: encrypted.value.toString("base64") }) : values;
  };

  return {
    set,
    get: async (name) => {
      const values = read();
      if (!values.ok) return values;
      const stored = values.value[name];
      if (stored === undefined) return ok(null);
      const checked = await check();
      if (!checked.ok) return checked;
      const decrypted = await tryAsync(
        () => keychain.decryptStringAsync(Buffer.from(stored, "base64")),
        (cause): SecretError => ({ type: "SecretsUnavailable", reason: reasonOf(cause) }),
      );
      if (!decrypted.ok) return decrypted;
      if (decrypted.value.shouldReEncrypt) await set(name, decrypted.value.result);
      return ok(decrypted.value.result);
    },
    remove: async (name) => {
      const values = read();
      if (!values.ok) return values;
      const { [name]: removed, ...rest } = values.value;
      return removed === undefined ? ok(undefined) : write(rest);
    },
    status: () => (isWorthless() ? "locked" : "open"),
  };
};
