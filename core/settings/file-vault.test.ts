import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { openFileVault } from "./file-vault.ts";

let folder: ReturnType<typeof createTestFolder>;
let path: string;
beforeEach(() => {
  folder = createTestFolder();
  path = join(folder.path, "vault.json");
});
afterEach(() => folder.cleanup());

it("keeps secrets behind the passphrase, in a file only its owner can read, without a readable trace", async () => {
  const vault = openFileVault({ path });
  expect(await vault.get("key")).toEqual({ ok: false, error: { type: "SecretsLocked" } });
  await vault.create("correct horse battery");
  await Promise.all([vault.set("key", "sk-secret-value"), vault.set("other", "second")]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, "utf8")).not.toContain("secret");

  const again = openFileVault({ path });
  expect([await again.unlock("wrong"), again.status()]).toEqual([false, "locked"]);
  expect([await again.unlock("correct horse battery"), again.status()]).toEqual([true, "open"]);
  expect([await again.get("key"), await again.get("other"), await again.get("none")]).toEqual([
    { ok: true, value: "sk-secret-value" },
    { ok: true, value: "second" },
    { ok: true, value: null },
  ]);
  await again.remove("key");
  again.lock();
  expect(await again.set("key", "x")).toEqual({ ok: false, error: { type: "SecretsLocked" } });
  await again.unlock("correct horse battery");
  expect(await again.get("key")).toEqual({ ok: true, value: null });
});

it("does not open after a byte was changed", async () => {
  const vault = openFileVault({ path });
  await vault.create("correct horse battery");
  const file = JSON.parse(readFileSync(path, "utf8")) as { sealed: string };
  writeFileSync(path, JSON.stringify({ ...file, sealed: Buffer.from("xx").toString("base64") }));
  expect(await openFileVault({ path }).unlock("correct horse battery")).toBe(false);
  writeFileSync(path, "{");
  expect(await openFileVault({ path }).unlock("correct horse battery")).toBe(false);
});
