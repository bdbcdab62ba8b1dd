import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder, makeTinyModel, startHubServer, tinyModelBytes, type HubServer } from "#core/testing";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
let server: HubServer;
const model = Buffer.concat([tinyModelBytes(), randomBytes(2_000_000)]);
const repository = "olympus/tiny-GGUF";
beforeEach(async () => {
  folder = createTestFolder();
  server = await startHubServer();
  server.put(repository, { "tiny-q4_0.gguf": { bytes: model } });
  const file = {
    name: "tiny-q4_0.gguf",
    uri: `https://huggingface.co/${repository}/resolve/main/tiny-q4_0.gguf`,
    sizeBytes: null,
    sha256: null,
  };
  const entry = {
    id: "tiny",
    kind: "gguf",
    name: "Tiny",
    publisher: "Olympus",
    description: "Writes something like words.",
    licence: "Apache-2.0",
    licenceUri: null,
    billionParameters: null,
    contextTokens: 4096,
    capabilities: ["chat"],
    languages: ["en"],
    variants: [{ id: "Q4_0", quantisation: "Q4_0", aboutBytes: model.length, files: [file] }],
  };
  writeFileSync(join(folder.path, "hub.json"), JSON.stringify({ origin: server.origin, targets: [server.cdnHost], catalogue: [entry] }));
});
afterEach(async () => {
  await server.close();
  folder.cleanup();
});

const terminal = (typed: readonly string[] = []) =>
  createTestTerminal(join(folder.path, "data"), folder.path, { OLYMPUS_TEST_HUB: join(folder.path, "hub.json") }, typed);
const run = async (...args: string[]) => {
  const test = terminal();
  const code = await runCli(["models", ...args], test.terminal);
  return {
    code,
    output: test.output(),
    json: () => test.json() as Record<string, unknown> & Record<string, unknown>[],
    notes: test.notes.join("\n"),
  };
};

it("shows what can be fetched, fetches it, lists it and deletes it", async () => {
  expect((await run("catalogue")).output).toMatch(/tiny\s+Tiny, Apache-2.0[^]*Q4_0\* 2 MB fits/);
  const added = await run("add", "tiny", "--json");
  expect([added.code, added.json()]).toMatchObject([0, { state: "done", hubModelId: "tiny", verified: "checksum" }]);
  const { modelId, path } = added.json() as unknown as { modelId: string; path: string };
  expect((await run("list", "--json")).json().map(({ id }) => id)).toContain(modelId);
  expect((await run("downloads")).output).toContain("checksum compared");
  expect((await run("remove", modelId, "--json")).json()).toEqual({ removed: true, freedBytes: model.length });
  expect(existsSync(path)).toBe(false);
});

it("adds by address, looks without fetching, and uses a local file where it lies", async () => {
  const fit = await run("fit", `hf:${repository}`, "--json");
  expect(fit.json()).toMatchObject({ recommended: "Q4_0", fits: [{ fit: { isExact: true, label: "fits" } }] });
  expect((await run("downloads")).output).toContain("There are no downloads.");
  expect((await run("add", `hf:${repository}:q4_0`)).output).toMatch(/Tiny|tiny/);
  const local = makeTinyModel(join(folder.path, "mine.gguf"));
  expect((await run("fit", "mine.gguf", "--context", "1024", "--json")).json()).toMatchObject({ contextTokens: 1024, isExact: true });
  const added = await run("add", "mine.gguf", "--json");
  const { id } = added.json() as unknown as { id: string };
  expect((await run("remove", id)).output).toContain("stays where it is");
  expect(existsSync(local)).toBe(true);
});

it("a stopped download rests and is resumed by another process", { timeout: 60_000 }, async () => {
  server.slow(400_000);
  const first = terminal();
  const asked = server.nextBytes();
  const running = runCli(["models", "add", "tiny", "--json"], first.terminal);
  await asked;
  first.interrupt();
  expect(await running).toBe(1);
  expect(first.json()).toEqual({ error: { type: "Aborted", by: "user" } });
  const id = /models resume (\S+)/.exec(first.notes.join("\n"))?.[1] ?? "";
  server.slow(null);
  const resumed = await run("resume", id, "--json");
  expect([resumed.code, resumed.json()]).toMatchObject([0, { id, state: "done", verified: "checksum" }]);
});

it("says what is wrong", async () => {
  expect((await run("add", "https://example.com/model.gguf")).notes).toMatch(/Nothing is fetched from .* not fetched from example\.com/);
  expect(await run("add", "nobody-knows")).toMatchObject({ code: 1 });
  expect(await run("remove", "gguf:0", "--json")).toMatchObject({ code: 1 });
  expect(await run("fit", "tiny", "--context", "x")).toMatchObject({ code: 2 });
  expect(await run("fetch", "tiny")).toMatchObject({ code: 2 });
  server.fault({ type: "wrong-byte", at: 1000 });
  const wrong = await run("add", "tiny", "--json");
  expect([wrong.code, wrong.json()]).toMatchObject([1, { error: { type: "ChecksumWrong" } }]);
});

it("keeps a token with the keys; no command shows it, and the database does not have it", async () => {
  const test = terminal(["hf_very_secret_token", "correct horse battery"]);
  expect(await runCli(["models", "token", "--json"], test.terminal)).toBe(0);
  expect(test.json()).toEqual({ hasToken: true, isLocked: false });
  expect(readFileSync(join(folder.path, "data/olympus.sqlite")).includes("hf_very_secret_token")).toBe(false);
  expect(readFileSync(join(folder.path, "data/vault.json"), "utf8")).not.toContain("hf_very_secret_token");
  const forgotten = terminal(["correct horse battery"]);
  expect(await runCli(["models", "token", "--forget", "--json"], forgotten.terminal)).toBe(0);
  expect(forgotten.json()).toEqual({ hasToken: false, isLocked: false });
  expect(await runCli(["models", "token"], terminal([""]).terminal)).toBe(2);
});
