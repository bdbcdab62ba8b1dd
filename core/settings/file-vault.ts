import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { parseJson } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { SecretError } from "./schema.ts";
import type { SecretStore } from "./secrets.ts";

/** scrypt at N = 2^17, r = 8, p = 1: the OWASP password storage minimum; 128 MiB and about 0.4 s for each guess. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const base64 = z.base64().transform((text) => Buffer.from(text, "base64"));
const vaultSchema = z.object({
  version: z.literal(1),
  salt: base64,
  nonce: base64,
  tag: base64,
  sealed: base64,
});
const contentSchema = z.record(z.string(), z.string());

/** Secrets in one file, mode 0600, sealed with AES-256-GCM under a key made from the passphrase. The key lives in memory only. */
export interface FileVault extends SecretStore {
  readonly exists: () => boolean;
  /** Makes an empty vault and opens it. Throws when one exists: it would be lost. */
  readonly create: (passphrase: string) => Promise<void>;
  /** Opens the vault; false when the passphrase is wrong or the file was tampered with. Takes about 0.4 s on purpose. */
  readonly unlock: (passphrase: string) => Promise<boolean>;
  readonly lock: () => void;
}

const keyFrom = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(passphrase.normalize("NFKC"), salt, 32, cost, (error, key) => (error === null ? resolve(key) : reject(error))),
  );

const unseal = (key: Buffer, file: z.infer<typeof vaultSchema>): Record<string, string> | null => {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, file.nonce, { authTagLength: 16 });
    decipher.setAuthTag(file.tag);
    const text = Buffer.concat([decipher.update(file.sealed), decipher.final()]).toString("utf8");
    const content = parseJson(text, contentSchema);
    return content.ok ? content.value : null;
  } catch {
    // Decision: GCM cannot tell a wrong key from a changed file, and neither can we.
    return null;
  }
};

const writeWhole = async (path: string, text: string): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const file = await open(part, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
};

export const openFileVault = ({ path }: { readonly path: string }): FileVault => {
  let opened: { readonly key: Buffer; readonly salt: Buffer; content: Readonly<Record<string, string>> } | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = (key: Buffer, salt: Buffer, content: Readonly<Record<string, string>>): Promise<void> => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
    const sealed = Buffer.concat([cipher.update(JSON.stringify(content), "utf8"), cipher.final()]);
    const text = (bytes: Buffer) => bytes.toString("base64");
    return writeWhole(
      path,
      JSON.stringify({ version: 1, salt: text(salt), nonce: text(nonce), tag: text(cipher.getAuthTag()), sealed: text(sealed) }),
    );
  };

  /** One write after the other; memory follows the file, so a failed write changes nothing. */
  const change = async (
    next: (content: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  ): Promise<Result<void, SecretError>> => {
    const vault = opened;
    if (vault === null) return err({ type: "SecretsLocked" });
    const apply = async (): Promise<void> => {
      const content = next(vault.content);
      await write(vault.key, vault.salt, content);
      vault.content = content;
    };
    const turn = writing.then(apply);
    writing = turn.catch(() => {});
    try {
      await turn;
      return ok(undefined);
    } catch (cause) {
      return err({ type: "SecretsUnavailable", reason: cause instanceof Error ? cause.message : String(cause) });
    }
  };

  return {
    exists: () => existsSync(path),
    create: async (passphrase) => {
      if (existsSync(path)) throw new Error("a vault exists already");
      const salt = randomBytes(16);
      const key = await keyFrom(passphrase, salt);
      await write(key, salt, {});
      opened = { key, salt, content: {} };
    },
    unlock: async (passphrase) => {
      const file = parseJson(readFileSync(path, "utf8"), vaultSchema);
      if (!file.ok) return false;
      const key = await keyFrom(passphrase, file.value.salt);
      const content = unseal(key, file.value);
      if (content === null) return false;
      opened = { key, salt: file.value.salt, content };
      return true;
    },
    lock: () => {
      opened?.key.fill(0);
      opened = null;
    },
    get: async (name) => (opened === null ? err({ type: "SecretsLocked" }) : ok(opened.content[name] ?? null)),
    set: (name, value) => change((content) => ({ ...content, [name]: value })),
    remove: (name) => change((content) => Object.fromEntries(Object.entries(content).filter(([key]) => key !== name))),
    status: () => (opened === null ? "locked" : "open"),
  };
};
