import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFakeClock, openTestStore } from "#core/testing";
import { createBlobs } from "./blobs.ts";
import { sha256Of } from "./fingerprint.ts";
import { workspaceMigrations } from "./migrations.ts";

let clock: ReturnType<typeof createFakeClock>;
let store: ReturnType<typeof openTestStore>;
beforeEach(() => {
  clock = createFakeClock();
  store = openTestStore(workspaceMigrations, clock);
});
afterEach(() => store.cleanup());

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const sha = (text: string) => sha256Of(Buffer.from(text));
const open = (quotaBytes = 100, keepMs = 1000) => createBlobs({ store, clock, quotaBytes, keepMs });
async function* pieces(...texts: string[]) {
  for (const text of texts) yield bytes(text);
}

it("[W14] content comes back byte for byte, also after a restart and from a stream, and is stored once", async () => {
  const blobs = open();
  expect(await blobs.put("run_1", bytes("hello"))).toEqual({ ok: true, value: sha("hello") });
  expect(await blobs.put("run_2", pieces("he", "llo"))).toEqual({ ok: true, value: sha("hello") });
  expect(blobs.usage().usedBytes).toBe(5);
  expect(await open().get(sha("hello"))).toEqual({ ok: true, value: bytes("hello") });
  expect(await open().get(sha("hello"), { limitBytes: 4 })).toMatchObject({ ok: false, error: { type: "EntryTooLarge", sizeBytes: 5 } });
});

it("[W14] damaged or missing content is never handed out", async () => {
  const blobs = open();
  await blobs.put("run_1", bytes("hello"));
  const path = join(store.dataDir, "blobs", sha("hello").slice(0, 2), sha("hello"));
  writeFileSync(path, "hellO");
  expect(await blobs.get(sha("hello"))).toEqual({ ok: false, error: { type: "ContentNotFound", sha256: sha("hello") } });
  truncateSync(path, 2);
  expect(blobs.has(sha("hello"))).toBe(false);
  await blobs.put("run_1", bytes("hello"));
  expect(await blobs.get(sha("hello"))).toMatchObject({ ok: true });
  expect(await blobs.get(sha("never"))).toMatchObject({ ok: false, error: { type: "ContentNotFound" } });
});

it("[W14] a keeper refuses bytes that are not those of the hash", async () => {
  const keep = open().keeper("run_1");
  expect(await keep(sha("right"), bytes("wrong"))).toMatchObject({ ok: false, error: { type: "ContentNotFound" } });
  expect(await keep(sha("right"), pieces("wrong"))).toMatchObject({ ok: false, error: { type: "ContentNotFound" } });
  expect(await keep(sha("right"), pieces("ri", "ght"))).toEqual({ ok: true, value: undefined });
  expect(readdirSync(join(store.dataDir, "blobs")).filter((name) => name.endsWith(".part"))).toEqual([]);
});

it("[W15] when room is short the oldest runs give way, never the one that writes", async () => {
  const blobs = open(10);
  await blobs.put("run_old", bytes("1111"));
  await clock.advance(10);
  await blobs.put("run_new", bytes("2222"));
  await clock.advance(10);
  expect(await blobs.put("run_new", bytes("3333"))).toMatchObject({ ok: true });
  expect([blobs.pinnedBy("run_old"), blobs.has(sha("1111")), blobs.has(sha("2222"))]).toEqual([[], false, true]);
  expect(await blobs.put("run_new", bytes("44444"))).toEqual({ ok: false, error: { type: "TrashFull", neededBytes: 5, limitBytes: 10 } });
  expect(await blobs.put("run_x", pieces("x".repeat(8), "x".repeat(8)))).toMatchObject({ ok: false, error: { type: "TrashFull" } });
  expect([blobs.has(sha("2222")), blobs.has(sha("3333")), blobs.usage().usedBytes]).toEqual([true, true, 8]);
});

it("[W15] content expires with its run, unless another run still needs it", async () => {
  const blobs = open(100, 1000);
  await blobs.put("run_1", bytes("shared"));
  await blobs.put("run_1", bytes("mine"));
  await clock.advance(600);
  await blobs.put("run_2", bytes("shared"));
  await clock.advance(600);
  expect(await blobs.sweep()).toEqual({ ok: true, value: { releasedRunIds: ["run_1"], freedBytes: 4 } });
  expect([blobs.has(sha("mine")), blobs.has(sha("shared"))]).toEqual([false, true]);
  blobs.release("run_2");
  expect(await blobs.sweep()).toMatchObject({ ok: true, value: { freedBytes: 6 } });
  expect(blobs.usage().usedBytes).toBe(0);
});

it("[W14] what a crash left behind is swept", async () => {
  const blobs = open();
  await blobs.put("run_1", bytes("hello"));
  const folder = join(store.dataDir, "blobs");
  writeFileSync(join(folder, ".half.part"), "hal");
  mkdirSync(join(folder, "ff"), { recursive: true });
  writeFileSync(join(folder, "ff", "ff00"), "a file without a row");
  await blobs.sweep();
  expect([existsSync(join(folder, ".half.part")), readdirSync(join(folder, "ff")), blobs.has(sha("hello"))]).toEqual([false, [], true]);
});

it("[W15] emptied by hand, everything goes but what a run may still need, and who loses something is told first", async () => {
  const released: string[][] = [];
  const blobs = createBlobs({
    store,
    clock,
    isNeeded: (runId) => runId === "run_open",
    onRelease: (runIds) => void released.push(runIds.filter((runId) => blobs.pinnedBy(runId).length > 0)),
  });
  await blobs.put("run_1", bytes("hello"));
  await blobs.put("run_open", bytes("still open"));
  await blobs.put("run_2", bytes("hello"));
  expect(await blobs.empty()).toEqual({ ok: true, value: { releasedRunIds: ["run_1", "run_2"], freedBytes: 5 } });
  expect(released).toEqual([["run_1", "run_2"]]);
  expect([blobs.has(sha("hello")), blobs.has(sha("still open")), blobs.usage().usedBytes]).toEqual([false, true, 10]);
  expect(await blobs.empty()).toEqual({ ok: true, value: { releasedRunIds: [], freedBytes: 0 } });
});
