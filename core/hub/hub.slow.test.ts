import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { catalogueModel, hasSettled, startTestHub, until } from "./test-hub.ts";

let rig: Awaited<ReturnType<typeof startTestHub>>;
beforeEach(async () => {
  rig = await startTestHub();
});
afterEach(() => rig.cleanup());
const never = new AbortController().signal;

it("looks at an address, fetches a model, compares its checksum and hands it to the gateway", async () => {
  const { hub, models, close } = rig.open();
  const looked = await hub.look("hf:olympus/tiny-GGUF", never);
  if (!looked.ok) throw new Error(JSON.stringify(looked.error));
  expect(looked.value).toMatchObject({
    model: {
      id: "hf:olympus/tiny-GGUF",
      kind: "gguf",
      licence: "apache-2.0",
      contextTokens: 4096,
      variants: [{ id: "Q4_0", quantisation: "Q4_0" }],
    },
    recommended: "Q4_0",
    fits: [{ variantId: "Q4_0", fit: { label: "fits", isExact: true, weightsBytes: rig.model.length } }],
  });
  const started = await hub.download({ uri: "hf:olympus/tiny-GGUF", variantId: "Q4_0" }, never);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const done = await until(hub, started.value.id, hasSettled);
  expect(done).toMatchObject({
    state: "done",
    verified: "checksum",
    receivedBytes: rig.model.length,
    totalBytes: rig.model.length,
    error: null,
  });
  expect(readFileSync(done.path ?? "").equals(rig.model)).toBe(true);
  expect((await models.list()).map(({ id }) => id)).toEqual([done.modelId]);
  expect(hub.fetched()).toMatchObject([{ modelId: done.modelId, path: done.path, inUse: false }]);
  expect(await hub.deleteFile(done.modelId ?? "")).toEqual({ ok: true, value: rig.model.length });
  expect(existsSync(done.path ?? "")).toBe(false);
  expect(await models.list()).toEqual([]);
  expect(await hub.deleteFile(done.modelId ?? "")).toMatchObject({ ok: false, error: { type: "HubModelNotFound" } });
  await close();
});

it("looking fetches a header of some hundred KB and the list, and asks the bytes of nothing else", async () => {
  const { hub, close } = rig.open();
  rig.server.put("olympus/big-GGUF", {
    "big-q4_0.gguf": { bytes: Buffer.concat([rig.model, Buffer.alloc(5_000_000)]) },
    "big-q8_0.gguf": { bytes: Buffer.concat([rig.model, Buffer.alloc(9_000_000)]) },
  });
  const looked = await hub.look("https://huggingface.co/olympus/big-GGUF/blob/main/big-q8_0.gguf", never);
  expect(looked).toMatchObject({
    ok: true,
    value: { recommended: "Q8_0", fits: [{ fit: { isExact: true } }, { fit: { isExact: true } }] },
  });
  expect(rig.server.requests.filter(({ at }) => at === "cdn").map(({ range }) => range)).toEqual(["bytes=0-262143"]);
  await close();
});

it("what cannot be read at an address is said in kind", async () => {
  const { hub, close } = rig.open();
  rig.server.put("olympus/words", { "README.md": { bytes: Buffer.from("# Words") } });
  const errorOf = async (uri: string) => {
    const looked = await hub.look(uri, never);
    return looked.ok ? null : looked.error;
  };
  expect(await errorOf("hf:olympus/words")).toMatchObject({ type: "ModelRefused", reason: /no GGUF file and no ONNX model/ as unknown });
  expect(await errorOf("hf:olympus/nobody")).toMatchObject({ type: "HubAccessRefused", status: 401 });
  expect(await errorOf("hf:olympus/tiny-GGUF:Q9_X")).toEqual({ type: "HubModelNotFound", modelId: "hf:olympus/tiny-GGUF:Q9_X" });
  rig.server.faultListing({ type: "not-json" });
  expect(await errorOf("hf:olympus/tiny-GGUF")).toMatchObject({ type: "HubUnreachable", reason: "its answer could not be read" });
  rig.server.faultListing({ type: "redirect", location: "https://example.com/api" });
  expect(await errorOf("hf:olympus/tiny-GGUF")).toMatchObject({ type: "HubAddressRefused" });
  const stopped = new AbortController();
  stopped.abort();
  expect(await hub.look("hf:olympus/tiny-GGUF", stopped.signal)).toMatchObject({ ok: false, error: { type: "Aborted" } });
  await close();
});

it("the catalogue asks nobody and says how each variant fits", async () => {
  const { hub, close } = rig.open();
  const catalogue = await hub.catalogue();
  expect(catalogue.length).toBeGreaterThan(15);
  for (const { fits, model } of catalogue) expect(fits.map(({ variantId }) => variantId)).toEqual(model.variants.map(({ id }) => id));
  expect(rig.server.requests).toEqual([]);
  await close();
});

it("a checksum of the catalogue that the hub does not have ends the download before its first byte", async () => {
  const entry = catalogueModel("tiny", "olympus/tiny-GGUF", "tiny-q4_0.gguf");
  const wrong = entry.variants.map((variant) => ({
    ...variant,
    files: variant.files.map((file) => ({ ...file, sha256: "0".repeat(64) })),
  }));
  const { hub, close } = rig.open({ catalogue: [{ ...entry, variants: wrong }] });
  const started = await hub.download({ modelId: "tiny", variantId: "only" }, never);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  expect(await until(hub, started.value.id, hasSettled)).toMatchObject({
    state: "failed",
    error: { type: "ChecksumWrong", expected: "0".repeat(64) },
  });
  expect(rig.server.requests.filter(({ at }) => at === "cdn")).toEqual([]);
  expect(await hub.download({ modelId: "nobody", variantId: "only" }, never)).toEqual({
    ok: false,
    error: { type: "HubModelNotFound", modelId: "nobody" },
  });
  expect(await hub.download({ modelId: "tiny", variantId: "Q9" }, never)).toMatchObject({ ok: false, error: { type: "HubModelNotFound" } });
  await close();
});

it("says how a file on this machine fits, after the validator has looked at it", async () => {
  const { hub, close } = rig.open();
  const path = join(rig.folder, "mine.gguf");
  writeFileSync(path, rig.model);
  expect(await hub.fitFile(path, 2048)).toMatchObject({
    ok: true,
    value: { isExact: true, label: "fits", contextTokens: 2048, weightsBytes: rig.model.length },
  });
  writeFileSync(path, rig.model.subarray(0, 5000));
  expect(await hub.fitFile(path)).toMatchObject({ ok: false, error: { type: "ModelFileCorrupt" } });
  expect(await hub.fitFile(join(rig.folder, "no.gguf"))).toMatchObject({ ok: false, error: { type: "ModelFileMissing" } });
  await close();
});

it("knows what this machine has", async () => {
  const { hub, close } = rig.open();
  const machine = await hub.hardware();
  expect(machine.freeMemoryBytes).toBeGreaterThan(0);
  expect(machine.freeMemoryBytes).toBeLessThanOrEqual(machine.totalMemoryBytes);
  expect(machine.freeDiskBytes).toBeGreaterThan(0);
  // Slower than a 1990s machine or faster than any cache would be a fault of the measurement.
  expect(machine.memoryBytesPerSecond).toBeGreaterThan(1e8);
  expect(machine.memoryBytesPerSecond).toBeLessThan(1e13);
  await close();
});
