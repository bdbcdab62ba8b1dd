import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createKeychainSecrets } from "./keychain.ts";
import { createFakeKeychain } from "./testing/fake-electron.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const create = (state: Partial<Parameters<typeof createFakeKeychain>[0]> = {}, platform: NodeJS.Platform = "linux") => {
  const folder = mkdtempSync(join(tmpdir(), "olympus-keychain-"));
  folders.push(folder);
  const path = join(folder, "below", "keychain.json");
  const keychain = createFakeKeychain({ backend: "gnome_libsecret", available: true, stale: false, ...state });
  return { path, secrets: createKeychainSecrets({ keychain, path, platform }) };
};

it("keeps secrets encrypted in a file that only its owner reads, and over a restart", async () => {
  const { path, secrets } = create();
  expect(await secrets.get("provider_a")).toEqual({ ok: true, value: null });
  expect(await secrets.set("provider_a", "sk-gehéim")).toEqual({ ok: true, value: undefined });
  await secrets.set("provider_b", "other");
  expect(readFileSync(path, "utf8")).not.toContain("sk-");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const again = createKeychainSecrets({
    keychain: createFakeKeychain({ backend: "kwallet6", available: true, stale: false }),
    path,
    platform: "linux",
  });
  expect(await again.get("provider_a")).toEqual({ ok: true, value: "sk-gehéim" });
  expect(await again.remove("provider_a")).toEqual({ ok: true, value: undefined });
  expect(await again.remove("provider_a")).toEqual({ ok: true, value: undefined });
  expect([await again.get("provider_a"), await again.get("provider_b")]).toEqual([
    { ok: true, value: null },
    { ok: true, value: "other" },
  ]);
});

it.each(["basic_text", "unknown"] as const)("stores nothing on a Linux desktop whose keyring is %s, and says why", async (backend) => {
  const { path, secrets } = create({ backend });
  expect(await secrets.set("provider_a", "sk")).toMatchObject({
    ok: false,
    error: { type: "SecretsUnavailable", reason: expect.stringContaining("keyring") },
  });
  expect(existsSync(path)).toBe(false);
  expect(secrets.status()).toBe("locked");
});

it("does not ask for a Linux keyring on other systems", async () => {
  const { secrets } = create({ backend: "unknown" }, "darwin");
  expect(await secrets.set("provider_a", "sk")).toEqual({ ok: true, value: undefined });
  expect(secrets.status()).toBe("open");
});

it("says so when the keychain does not answer", async () => {
  const { secrets } = create({ available: false });
  expect(await secrets.set("provider_a", "sk")).toMatchObject({ ok: false, error: { type: "SecretsUnavailable" } });
});

it("encrypts anew what was encrypted with an older key", async () => {
  const { path, secrets } = create({ stale: true });
  await secrets.set("provider_a", "sk");
  const before = statSync(path, { bigint: true }).ino;
  expect(await secrets.get("provider_a")).toEqual({ ok: true, value: "sk" });
  expect(statSync(path, { bigint: true }).ino).not.toBe(before);
});

it("reports a damaged file and leaves it as it is", async () => {
  const { path, secrets } = create();
  await secrets.set("provider_a", "sk");
  writeFileSync(path, "{ not json");
  chmodSync(path, 0o600);
  expect(await secrets.get("provider_a")).toMatchObject({ ok: false, error: { type: "SecretsUnavailable" } });
  expect(await secrets.set("provider_b", "sk")).toMatchObject({ ok: false });
  expect(readFileSync(path, "utf8")).toBe("{ not json");
});
