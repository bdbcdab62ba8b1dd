import { copyFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog, systemClock, type Clock, type Log } from "#core/base";
import { createFakeClock, createTestFolder, makeTinyModel, openTestStore } from "#core/testing";
import { createLlamaModel } from "./llama-cpp.ts";
import { collect } from "./language-model.conformance.ts";
import { engineVersion } from "./llama-library.ts";
import type { LlamaEngineOptions } from "./llama-port.ts";
import { createLocalModels, type LocalModels } from "./local-models.ts";
import { modelFileId, toModelInfo } from "./model-file.ts";
import { llmMigrations } from "./store.ts";

const never = new AbortController().signal;
let folder: ReturnType<typeof createTestFolder>;
let store: ReturnType<typeof openTestStore>;
let local: LocalModels;
let path: string;
let id: string;

const start = (options: Partial<LlamaEngineOptions> = {}, { clock = systemClock, log = silentLog }: { clock?: Clock; log?: Log } = {}) => {
  const files = () => [{ id, path, name: "Tiny", contextTokens: 4096 }];
  local = createLocalModels({ clock, log, store, files }, { contextTokens: 2048, ...options });
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

it("[E6] tries out a new model once nobody has asked for half a minute, and frees it like any other", async () => {
  const clock = createFakeClock();
  start({ threads: 1, availableBytes: () => 2 ** 33 }, { clock });
  local.added(info());
  await clock.advance(29_999);
  expect(local.engine.isIdle()).toBe(true);
  await clock.advance(1);
  await expect.poll(() => local.describe(info()).abilities, { timeout: 20_000 }).toMatchObject({ keepsJson: true, callsTools: false });
  await expect.poll(() => local.engine.isIdle()).toBe(true);
  await clock.advance(600_000);
  await expect.poll(() => local.report().loadedModelId).toBeNull();
  // Known models are not tried again.
  local.added(info());
  await clock.advance(60_000);
  expect(local.report().loadedModelId).toBeNull();
});

it("[E6] does not try out what would push others out of memory", async () => {
  const clock = createFakeClock();
  start({ threads: 1, availableBytes: () => 2 ** 20 }, { clock });
  local.added(info());
  await clock.advance(600_000);
  expect(local.report()).toMatchObject({ loadedModelId: null, loadingModelId: null });
  expect(local.describe(info()).abilities).toBeNull();
});

it("[E5] warns once when an engine is clearly slower than an earlier one", async () => {
  const warnings: string[] = [];
  start({ threads: 1 }, { log: { ...silentLog, warn: (message) => void warnings.push(message) } });
  const earlier = store.database.prepare("INSERT INTO llm_speeds VALUES (NULL, ?, 'node-llama-cpp 1.0.0', 1, ?, 5, 1)");
  for (const speed of [90, 100, 110]) earlier.run(id, speed);
  const answered = () => local.engine.noteSpeed(path, { tokensPerSecond: 50, firstTokenMs: 20, threads: 1 });
  for (let round = 0; round < 2; round += 1) answered();
  expect(warnings).toEqual([]);
  for (let round = 0; round < 3; round += 1) answered();
  expect(local.describe(info()).speed).toMatchObject({
    engineVersion: engineVersion(),
    before: { engineVersion: "node-llama-cpp 1.0.0", tokensPerSecond: 100 },
  });
  expect(warnings).toEqual(["a model is slower than with an earlier engine"]);
  // Of each version and thread count only the newest are kept.
  for (let round = 0; round < 20; round += 1) answered();
  expect(store.database.prepare("SELECT engine_version, count(*) AS n FROM llm_speeds GROUP BY engine_version ORDER BY 1").all()).toEqual([
    { engine_version: "node-llama-cpp 1.0.0", n: 3 },
    { engine_version: engineVersion(), n: 15 },
  ]);
});
