import { copyFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog, systemClock } from "#core/base";
import { createTestFolder, makeTinyModel, openTestStore } from "#core/testing";
import { createLlamaModel } from "./llama-cpp.ts";
import { collect } from "./language-model.conformance.ts";
import { engineVersion } from "./llama-library.ts";
import type { LlamaEngineOptions } from "./llama-engine.ts";
import { createLocalModels, type LocalModels } from "./local-models.ts";
import { modelFileId, toModelInfo } from "./model-file.ts";
import { llmMigrations } from "./store.ts";

const never = new AbortController().signal;
let folder: ReturnType<typeof createTestFolder>;
let store: ReturnType<typeof openTestStore>;
let local: LocalModels;
let path: string;
let id: string;

const start = (options: Partial<LlamaEngineOptions> = {}) => {
  const files = () => [{ id, path, name: "Tiny", contextTokens: 4096 }];
  local = createLocalModels({ clock: systemClock, log: silentLog, store, files }, { contextTokens: 2048, ...options });
};
beforeEach(() => {
  folder = createTestFolder();
  store = openTestStore(llmMigrations, systemClock);
  path = makeTinyModel(join(folder.path, "tiny.gguf"));
  id = modelFileId(path);
});
afterEach(async () => {
  await local.close();
  store.cleanup();
  folder.cleanup();
});

const info = () => toModelInfo(path, { name: "Tiny", contextTokens: 4096 });
const threadRows = () =>
  store.database.prepare("SELECT cores, threads, figures, measured_at_ms AS atMs FROM llm_threads").all() as {
    cores: number;
    threads: number;
    figures: string;
    atMs: number;
  }[];

it("[E4] measures the threads of a file once, keeps the choice, and measures anew for another file, version or core count", async () => {
  start();
  expect(await local.load(id, never, () => {})).toMatchObject({ ok: true });
  const [first, ...more] = threadRows();
  expect(more).toEqual([]);
  expect(first?.cores).toBe(availableParallelism());
  expect((JSON.parse(first?.figures ?? "[]") as { threads: number }[]).map(({ threads }) => threads)).toContain(1);
  expect(local.report().threads).toBe(first?.threads);
  await local.close();

  // What was kept is taken, whatever a new measurement would say.
  const kept = availableParallelism() === first?.threads ? 1 : availableParallelism();
  store.database.prepare("UPDATE llm_threads SET threads = ?, measured_at_ms = 1").run(kept);
  start();
  await local.load(id, never, () => {});
  expect(local.report().threads).toBe(kept);
  expect(threadRows()[0]?.atMs).toBe(1);
  await local.close();

  const good = { version: engineVersion(), cores: availableParallelism(), bytes: statSync(path).size };
  for (const stale of [
    { ...good, version: "older" },
    { ...good, cores: 999 },
    { ...good, bytes: 1 },
  ]) {
    store.database.exec("DELETE FROM llm_threads");
    store.database.prepare("INSERT INTO llm_threads VALUES (?, @version, @cores, @bytes, 1, '[]', 1)").run(id, stale);
    start();
    await local.load(id, never, () => {});
    expect(threadRows().some(({ atMs }) => atMs > 1)).toBe(true);
    await local.close();
  }
});

it("[E5] knows the speed of a model from its answers, and from a measurement that tells its progress", async () => {
  start({ threads: 1 });
  expect(local.describe(info()).speed).toBeNull();
  const model = createLlamaModel({ clock: systemClock, engine: local.engine }, path, info());
  await collect(model, { messages: [{ role: "user", text: "Tell me" }], sources: [], maxOutputTokens: 200, temperature: 0 });
  const answered = local.describe(info()).speed;
  expect(answered).toMatchObject({ threads: 1, engineVersion: engineVersion(), before: null });
  expect(answered?.tokensPerSecond).toBeGreaterThan(10);

  const shares: number[] = [];
  const measured = await local.bench(id, never, (share) => shares.push(share));
  expect(measured).toMatchObject({ ok: true, value: { threads: 1 } });
  expect(shares).toEqual([0, 0.25, 0.5, 0.75]);
  expect(store.database.prepare("SELECT count(*) AS n FROM llm_speeds").get()).toEqual({ n: 4 });
  expect(local.describe(info()).speed).toEqual(measured.ok && measured.value);
});

it("[E5] does not take answers that shared the machine, or were short, for a speed", async () => {
  start({ threads: 1 });
  const model = createLlamaModel({ clock: systemClock, engine: local.engine }, path, info());
  const ask = (maxOutputTokens: number) =>
    collect(model, { messages: [{ role: "user", text: "Tell me" }], sources: [], maxOutputTokens, temperature: 0 });
  await ask(8);
  await Promise.all([ask(100), ask(100)]);
  expect(local.describe(info()).speed).toBeNull();
});

it("tries whether a model keeps JSON and calls tools: the tiny one does the first by its grammar, the other one both", async () => {
  start({ threads: 1 });
  expect(await local.probe(id, never)).toMatchObject({ ok: true, value: { keepsJson: true, callsTools: false } });
  expect(local.describe(info()).abilities).toMatchObject({ keepsJson: true, callsTools: false, probedAtMs: expect.any(Number) });
  // Grammar makes for speeds of its own.
  expect(local.describe(info()).speed).toBeNull();
  copyFileSync(makeTinyModel(join(folder.path, "caller.gguf"), { width: 128, layers: 1, contextTokens: 4096, opening: "||call: " }), path);
  await local.unload();
  expect(await local.probe(id, never)).toMatchObject({ ok: true, value: { keepsJson: true, callsTools: true } });
});

it("says of a model nobody added that it is not there", async () => {
  start();
  const missing = { ok: false, error: { type: "ModelNotFound", modelId: "gguf:none" } };
  expect(await local.load("gguf:none", never, () => {})).toEqual(missing);
  expect(await local.bench("gguf:none", never, () => {})).toEqual(missing);
  expect(await local.probe("gguf:none", never)).toEqual(missing);
  expect(local.forgive("gguf:none")).toBe(false);
});

it("forgets what it knows of a file that is removed, and frees its memory", async () => {
  start({ threads: 1 });
  await local.probe(id, never);
  await local.bench(id, never, () => {});
  local.removed(id);
  await expect.poll(() => local.report().loadedModelId).toBeNull();
  expect(local.describe(info())).toMatchObject({ speed: null, abilities: null });
});
