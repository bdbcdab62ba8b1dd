import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder, makeTinyEmbedding } from "#core/testing";
import type { Embedder } from "./embedder.ts";
import { openEmbeddingFolder } from "./worker-embedder.ts";

let place: ReturnType<typeof createTestFolder>;
const opened: Embedder[] = [];
beforeEach(() => {
  place = createTestFolder();
});
afterEach(async () => {
  for (const embedder of opened.splice(0)) await embedder.dispose();
  place.cleanup();
});

const open = async (): Promise<Embedder> => {
  makeTinyEmbedding(place.path);
  const embedder = await openEmbeddingFolder(place.path);
  if (!embedder.ok) throw new Error(JSON.stringify(embedder.error));
  opened.push(embedder.value);
  return embedder.value;
};

const row = async (embedder: Embedder, texts: readonly string[], index: number): Promise<number[]> => {
  const rows = await embedder.embed(texts, "passage");
  if (!rows.ok) throw new Error(JSON.stringify(rows.error));
  const { dimensions } = embedder.model;
  expect(rows.value.length).toBe(texts.length * dimensions);
  return Array.from(rows.value.subarray(index * dimensions, (index + 1) * dimensions), (value) => Math.round(value * 1e5) / 1e5);
};

it("gives every text the row it has alone, in the order asked, however many batches that takes", async () => {
  const embedder = await open();
  const texts = Array.from(
    { length: 100 },
    (_, index) => "the boat sails over wide sea ".repeat((index * 37) % 11) + "red".repeat(index % 3),
  );
  for (const index of [0, 1, 50, 99])
    expect(await row(embedder, texts, index)).toEqual(await row(embedder, texts.slice(index, index + 1), 0));
  expect(await embedder.embed([], "query")).toEqual({ ok: true, value: new Float32Array() });
});

it("answers a question while a long run is under way, and stops the run when asked", async () => {
  const embedder = await open();
  const controller = new AbortController();
  const long = embedder.embed(Array<string>(20_000).fill("the boat sails over wide sea and river water"), "passage", controller.signal);
  let isLongDone = false;
  void long.then(() => (isLongDone = true));
  expect((await row(embedder, ["red wine"], 0)).length).toBe(16);
  expect(isLongDone).toBe(false);
  controller.abort();
  expect(await long).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
});

it("says that it was closed", async () => {
  const embedder = await open();
  await embedder.dispose();
  await embedder.dispose();
  expect(await embedder.embed(["a"], "query")).toEqual({ ok: false, error: { type: "EmbeddingFailed", reason: "the model was closed" } });
});

it("can be closed in the middle of a batch, again and again, and the program lives on", async () => {
  makeTinyEmbedding(place.path);
  for (let round = 0; round < 10; round += 1) {
    const embedder = await openEmbeddingFolder(place.path);
    if (!embedder.ok) throw new Error(JSON.stringify(embedder.error));
    const long = embedder.value.embed(Array<string>(2000).fill("the boat sails over wide sea and river water"), "passage");
    await row(embedder.value, ["red wine"], 0);
    await embedder.value.dispose();
    expect(await long).toMatchObject({ ok: false, error: { type: "EmbeddingFailed" } });
  }
});

it("refuses a folder that is not there", async () => {
  const folder = `${place.path}/nowhere`;
  expect(await openEmbeddingFolder(folder)).toMatchObject({ ok: false, error: { type: "EmbeddingFolderInvalid", folder } });
});
