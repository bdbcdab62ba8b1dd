import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Provider } from "#core/llm/schema";
import { createTestFolder, startProviderServer, type ProviderServer } from "#core/testing";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
let server: ProviderServer;
beforeEach(async () => {
  folder = createTestFolder();
  server = await startProviderServer("openai");
});
afterEach(async () => {
  await server.close();
  folder.cleanup();
});

const passphrase = "correct horse battery";
const key = "sk-very-secret-0123456789";

const run = async (typed: readonly string[], ...args: string[]) => {
  const test = createTestTerminal(join(folder.path, "data"), folder.path, {}, typed);
  const code = await runCli([...args, "--json"], test.terminal);
  return { code, json: test.json, notes: test.notes.join("\n") };
};

const add = (typed: readonly string[], ...more: string[]) =>
  run(
    typed,
    "providers",
    "add",
    "--kind",
    "openai",
    "--name",
    "Mine",
    "--base-url",
    `${server.origin}/v1`,
    "--model",
    "scripted-1",
    ...more,
  );

it("adds a provider with the key from standard input, sealed under a passphrase, and asks it in chat", async () => {
  server.script({ type: "answer", answer: { text: ["ready"] } });
  const added = await add([key, passphrase]);
  expect(added.notes).toBe("");
  expect(added.json()).toMatchObject({ kind: "openai", name: "Mine", model: "scripted-1", hasKey: true });
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);

  server.script({ type: "answer", answer: { text: ["It is ", "blue."] } });
  const talked = await run([passphrase, "What colour is the sea?", ""], "chat", "--model", (added.json() as Provider).id);
  expect(talked.notes).toBe("");
  expect(talked.json()).toMatchObject({ turns: [{ question: "What colour is the sea?", answer: "It is blue.", error: null }] });

  const tested = await run([passphrase], "providers", "test", "Mine");
  expect(tested.json()).toMatchObject({ answer: "It is blue." });
  expect((await run([], "providers", "list")).json()).toMatchObject([{ name: "Mine" }]);
  expect((await run([passphrase], "providers", "remove", "Mine")).json()).toEqual({ removed: true });
  expect((await run([], "providers", "list")).json()).toEqual([]);
  for (const file of ["olympus.db", "vault.json"]) {
    const bytes = readIfThere(join(folder.path, "data", file));
    expect(bytes.includes(key), file).toBe(false);
  }
});

const readIfThere = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};

it("keeps nothing of a provider whose key is refused", async () => {
  server.script({ type: "status", status: 401 });
  const refused = await add([key, passphrase]);
  expect(refused.code).toBe(1);
  expect(refused.json()).toMatchObject({ error: { type: "ProviderKeyRefused" } });
  expect((await run([], "providers", "list")).json()).toEqual([]);
});

it("says what is missing: the key, the passphrase, a kind", async () => {
  expect(await add([])).toMatchObject({ code: 2 });
  expect((await add([key, "short"])).notes).toContain("10 characters");
  expect(await run([], "providers", "add", "--kind", "oracle", "--name", "x")).toMatchObject({ code: 2 });
  expect((await run([], "providers", "test", "Nobody")).json()).toEqual({ error: { type: "ProviderNotFound", providerId: "Nobody" } });
});

it("a server of one's own needs neither key nor passphrase", async () => {
  server.script({ type: "answer", answer: { text: ["ready"] } });
  const added = await run(
    [],
    "providers",
    "add",
    "--kind",
    "ollama",
    "--name",
    "Local",
    "--base-url",
    `${server.origin}/v1`,
    "--model",
    "tiny",
  );
  expect(added.json()).toMatchObject({ kind: "ollama", hasKey: false });
});
