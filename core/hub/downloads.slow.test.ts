import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { err, systemClock } from "#core/base";
import { makeTinyEmbedding } from "#core/testing";
import { createParts, type Parts } from "./parts.ts";
import type { Download } from "./schema.ts";
import {
  begin,
  catalogueModel,
  fetchNow,
  hasSettled,
  hurriedClock,
  startTestHub,
  until,
  type TestHub,
  type TestHubOptions,
} from "./test-hub.ts";

let rig: Awaited<ReturnType<typeof startTestHub>>;
let opened: TestHub[] = [];
beforeEach(async () => {
  rig = await startTestHub({ clock: hurriedClock });
});
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
  await rig.cleanup();
});
const open = (more: Partial<TestHubOptions> = {}): TestHub => {
  const hub = rig.open(more);
  opened.push(hub);
  return hub;
};
/** Closes before the next one opens the same folder. */
const reopen = async (more: Partial<TestHubOptions> = {}): Promise<TestHub> => {
  for (const { close } of opened.splice(0)) await close();
  return open(more);
};
const uri = "hf:olympus/big-GGUF";
/** The tiny model with more behind it, as long files have. */
const putBig = (bytes = 3_000_000): Buffer => {
  const model = Buffer.concat([rig.model, randomBytes(bytes)]);
  rig.server.put("olympus/big-GGUF", { "big-q4_0.gguf": { bytes: model } });
  return model;
};
const cdnRanges = () => rig.server.requests.filter(({ at }) => at === "cdn").map(({ range }) => range);
/** Requests for bytes, without those that only look at the header. */
const fetched = () => cdnRanges().filter((range) => range === null || !/^bytes=0-\d+$/.test(range));
const path = (file = "big-q4_0.gguf") => join(rig.folder, "models/olympus/big-GGUF", file);
const contentOf = (download: Download) =>
  createHash("sha256")
    .update(readFileSync(download.path ?? ""))
    .digest("hex");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** A download that has some bytes and stands still. */
const halfway = async (more: Partial<TestHubOptions> = {}) => {
  const model = putBig();
  const { hub } = open(more);
  rig.server.fault({ type: "none" }, { type: "stall", afterBytes: 1_500_000 });
  const id = await begin(hub, uri);
  await until(hub, id, ({ receivedBytes }) => receivedBytes > 1_000_000);
  return { hub, id, model };
};

describe("what the network does", () => {
  it("a cut connection is taken up where it broke", async () => {
    const model = putBig();
    const { hub } = open();
    rig.server.fault({ type: "none" }, { type: "cut", afterBytes: 1_200_000 }, { type: "hang-up" }, { type: "status", status: 503 });
    const done = await fetchNow(hub, uri);
    expect(done).toMatchObject({ state: "done", verified: "checksum", error: null });
    expect(contentOf(done)).toBe(sha256(model));
    const [first, ...later] = fetched();
    expect(first).toBe(null);
    expect(new Set(later).size).toBe(1);
    expect(Number(/^bytes=(\d+)-$/.exec(later[0] ?? "")?.[1])).toBeGreaterThan(1_000_000);
  });

  it("a server that cannot go on gives the whole again, and nothing is doubled", async () => {
    const model = putBig();
    const { hub } = open();
    rig.server.fault({ type: "none" }, { type: "cut", afterBytes: 1_200_000 }, { type: "no-ranges" });
    const done = await fetchNow(hub, uri);
    expect(done).toMatchObject({ state: "done", receivedBytes: model.length });
    expect(contentOf(done)).toBe(sha256(model));
  });

  it.each([{ type: "wrong-range" }, { type: "status", status: 416 }] as const)(
    "an answer to another range ($type) is not built upon",
    async (fault) => {
      const model = putBig();
      const { hub } = open();
      rig.server.fault({ type: "none" }, { type: "cut", afterBytes: 1_200_000 }, fault);
      const done = await fetchNow(hub, uri);
      expect(done.state).toBe("done");
      expect(contentOf(done)).toBe(sha256(model));
    },
  );

  it("a server that falls silent is asked again", async () => {
    const model = putBig();
    const { hub } = open();
    rig.server.fault({ type: "none" }, { type: "stall", afterBytes: 1_100_000 });
    const done = await fetchNow(hub, uri);
    expect(done.state).toBe("done");
    expect(contentOf(done)).toBe(sha256(model));
  });

  it("after many tries in vain it fails, says so, and keeps what came", async () => {
    putBig();
    const { hub } = open();
    rig.server.fault(
      { type: "none" },
      { type: "cut", afterBytes: 1_500_000 },
      ...Array.from({ length: 12 }, () => ({ type: "hang-up" }) as const),
    );
    const failed = await fetchNow(hub, uri);
    expect(failed).toMatchObject({ state: "failed", error: { type: "HubUnreachable" } });
    expect(failed.receivedBytes).toBeGreaterThan(1_000_000);
    rig.server.fault();
    hub.downloads.resume(failed.id);
    expect(await until(hub, failed.id, hasSettled)).toMatchObject({ state: "done", error: null });
    expect(fetched().at(-1)).toMatch(/^bytes=1\d{6}-$/);
  });

  it("waits as long as a busy server asks", async () => {
    putBig();
    const { hub } = open();
    rig.server.fault({ type: "none" }, { type: "status", status: 429, headers: { "retry-after": "7" } });
    const startedAtMs = hurriedClock.nowMs();
    expect(await fetchNow(hub, uri)).toMatchObject({ state: "done" });
    expect(hurriedClock.nowMs() - startedAtMs).toBeGreaterThanOrEqual(6900);
  });

  it.each([401, 403])("a closed door (%i) is no reason to knock again", async (status) => {
    putBig();
    const { hub } = open();
    rig.server.fault({ type: "none" }, { type: "status", status });
    expect(await fetchNow(hub, uri)).toMatchObject({ state: "failed", error: { type: "HubAccessRefused", host: "127.0.0.1", status } });
    expect(fetched()).toHaveLength(1);
  });

  it("what needs an account says so, and with a token it is fetched; the token goes to the hub and nowhere else", async () => {
    const model = Buffer.concat([rig.model, randomBytes(100_000)]);
    rig.server.put("olympus/closed-GGUF", { "closed-q4_0.gguf": { bytes: model } }, { token: "hf_secret" });
    const without = open();
    expect(await without.hub.look("hf:olympus/closed-GGUF", new AbortController().signal)).toEqual({
      ok: false,
      error: { type: "HubAccessRefused", host: "127.0.0.1", status: 401 },
    });
    const { hub } = await reopen({ token: "hf_secret" });
    expect(await fetchNow(hub, "hf:olympus/closed-GGUF")).toMatchObject({ state: "done" });
    expect(new Set(rig.server.requests.filter(({ at }) => at === "cdn").map(({ authorization }) => authorization))).toEqual(
      new Set([null]),
    );
    expect(rig.server.requests.some(({ at, authorization }) => at === "hub" && authorization === "Bearer hf_secret")).toBe(true);
  });

  it.each([
    ["another host", "https://models.example.com/tiny.gguf", /foreign host models\.example\.com/],
    ["plain http", "http://cdn-lfs.huggingface.co/x", /https/],
    ["this machine", "http://127.0.0.1:9/x", /https/],
    ["a private address", "https://192.168.1.1/x", /number/],
    ["a name for this machine", "https://localhost/x", /foreign host localhost/],
    ["a port", "https://cdn-lfs.huggingface.co:8443/x", /port/],
    ["a look-alike", "https://cdn-lfs.huggingface.co.example.com/x", /foreign/],
    ["a file", "file:///etc/passwd", /https/],
  ])("a redirect to %s is not followed", async (_, location, reason) => {
    putBig();
    const { hub } = open();
    rig.server.faultResolve({ type: "none" }, { type: "redirect", location });
    const failed = await fetchNow(hub, uri);
    expect(failed).toMatchObject({ state: "failed", error: { type: "HubAddressRefused" } });
    expect(failed.error?.type === "HubAddressRefused" && failed.error.reason).toMatch(reason);
  });

  it("redirects in a circle end", async () => {
    putBig();
    const { hub } = open();
    const back = { type: "redirect", location: `${rig.server.origin}/olympus/big-GGUF/resolve/main/big-q4_0.gguf` } as const;
    rig.server.faultResolve({ type: "none" }, ...Array.from({ length: 20 }, () => back));
    expect(await fetchNow(hub, uri)).toMatchObject({
      state: "failed",
      error: { type: "HubAddressRefused", reason: "it leads on more than 5 times" },
    });
  });
});

describe("what arrives", () => {
  it("a wrong checksum is said, and the bytes are gone", async () => {
    const model = putBig();
    const { hub, models } = open();
    rig.server.fault({ type: "none" }, { type: "wrong-byte", at: 2_000_000 });
    const failed = await fetchNow(hub, uri);
    expect(failed).toMatchObject({
      state: "failed",
      receivedBytes: 0,
      modelId: null,
      error: { type: "ChecksumWrong", expected: sha256(model) },
    });
    expect(existsSync(path()) || existsSync(path("big-q4_0.gguf.part"))).toBe(false);
    expect(await models.list()).toEqual([]);
    hub.downloads.resume(failed.id);
    expect(await until(hub, failed.id, hasSettled)).toMatchObject({ state: "done" });
  });

  it("a web page, a packed body and a file that is none are refused at their first bytes", async () => {
    putBig(30_000_000);
    const { hub } = open();
    rig.server.fault({ type: "none" }, { type: "web-page" });
    const page = await fetchNow(hub, uri);
    expect(page).toMatchObject({
      state: "failed",
      receivedBytes: 0,
      error: { type: "ModelRefused", reason: "a web page came back instead of the model" },
    });
    rig.server.fault({ type: "packed" });
    hub.downloads.resume(page.id);
    expect(await until(hub, page.id, hasSettled)).toMatchObject({ error: { type: "ModelRefused", reason: /packed/ as unknown } });
    await hub.downloads.cancel(page.id);
    rig.server.put("olympus/no-GGUF", { "no-q4_0.gguf": { bytes: randomBytes(20_000_000) } });
    const catalogued = await reopen({ catalogue: [catalogueModel("no", "olympus/no-GGUF", "no-q4_0.gguf")] });
    const started = await catalogued.hub.download({ modelId: "no", variantId: "only" }, new AbortController().signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    expect(await until(catalogued.hub, started.value.id, hasSettled)).toMatchObject({
      receivedBytes: 0,
      error: { type: "ModelRefused", reason: "it is no GGUF file" },
    });
    await catalogued.hub.downloads.cancel(started.value.id);
    expect(readdirSync(join(rig.folder, "models"))).toEqual([]);
  });

  it("a whole file that our own validator refuses is put aside, never handed on", async () => {
    const broken = Buffer.from(rig.model);
    broken.writeUInt32LE(0, broken.indexOf("llama.block_count") + "llama.block_count".length + 4);
    rig.server.put("olympus/big-GGUF", { "big-q4_0.gguf": { bytes: broken } });
    const { hub, models } = open();
    expect(await fetchNow(hub, uri)).toMatchObject({
      state: "failed",
      error: { type: "ModelRefused", file: path("big-q4_0.gguf.refused"), reason: "llama.block_count is 0" },
    });
    expect(readFileSync(path("big-q4_0.gguf.refused")).equals(broken)).toBe(true);
    expect(existsSync(path())).toBe(false);
    expect(await models.list()).toEqual([]);
  });

  it("what is larger than allowed, or than was announced, is stopped", async () => {
    const model = putBig();
    const small = open({ limits: { largestFileBytes: 2_000_000 } });
    expect(await fetchNow(small.hub, uri)).toMatchObject({
      error: { type: "DownloadTooLarge", limitBytes: 2_000_000, sizeBytes: model.length },
    });
    const { hub } = await reopen();
    rig.server.fault({ type: "none" }, { type: "endless" });
    expect(await fetchNow(hub, uri)).toMatchObject({
      state: "failed",
      receivedBytes: 0,
      error: { type: "DownloadTooLarge", limitBytes: model.length },
    });
  });

  it("a model in parts comes whole and in order; the first part is the model", async () => {
    const rest = Buffer.concat([Buffer.from("GGUF"), randomBytes(50_000)]);
    rig.server.put("olympus/parts-GGUF", {
      "x/m-q8_0-00002-of-00002.gguf": { bytes: rest },
      "x/m-q8_0-00001-of-00002.gguf": { bytes: rig.model },
      "x/m-q4_0-00001-of-00002.gguf": { bytes: rig.model },
    });
    const { hub } = open();
    const done = await fetchNow(hub, "hf:olympus/parts-GGUF", "Q8_0");
    expect(done).toMatchObject({
      state: "done",
      totalBytes: rig.model.length + rest.length,
      path: join(rig.folder, "models/olympus/parts-GGUF/x/m-q8_0-00001-of-00002.gguf"),
    });
    expect(readdirSync(join(rig.folder, "models/olympus/parts-GGUF/x")).toSorted()).toEqual([
      "m-q8_0-00001-of-00002.gguf",
      "m-q8_0-00002-of-00002.gguf",
    ]);
  });

  it("an embedding model becomes a folder that can be chosen, and stops being chosen when it is deleted", async () => {
    const source = join(rig.folder, "source");
    makeTinyEmbedding(source, { files: { "config.json": { model_type: "bert" } } });
    const file = (name: string) => ({ bytes: readFileSync(join(source, name)) });
    rig.server.put("olympus/embed", {
      "onnx/model.onnx": file("model.onnx"),
      "tokenizer.json": file("tokenizer.json"),
      "config.json": file("config.json"),
      "pytorch_model.bin": { bytes: randomBytes(9) },
    });
    const { hub, settings } = open();
    const done = await fetchNow(hub, "hf:olympus/embed", "full");
    expect(done).toMatchObject({
      kind: "embedding",
      state: "done",
      verified: "size-only",
      path: join(rig.folder, "models/olympus/embed/full"),
    });
    expect(readdirSync(done.path ?? "").toSorted()).toEqual(["config.json", "model.onnx", "tokenizer.json"]);
    settings.update({ embeddingFolder: done.path });
    expect(hub.fetched()).toMatchObject([{ kind: "embedding", inUse: true }]);
    expect(await hub.deleteFile(done.modelId ?? "")).toMatchObject({ ok: true });
    expect(settings.get().embeddingFolder).toBe(null);
    expect(existsSync(done.path ?? "")).toBe(false);
  });
});

describe("the disk", () => {
  /** Lets a worker write so many bytes in all. */
  const limited = (quota: { left: number }): Parts => {
    const parts = createParts();
    return {
      ...parts,
      append: async (file, data) => {
        if (data.byteLength > quota.left) return err({ type: "full" });
        quota.left -= data.byteLength;
        return parts.append(file, data);
      },
    };
  };

  it("a full disk keeps what there is; with room again it goes on", async () => {
    const model = putBig();
    const quota = { left: 2_500_000 };
    const { hub } = open({ parts: limited(quota) });
    const failed = await fetchNow(hub, uri);
    expect(failed).toMatchObject({ state: "failed", error: { type: "DiskFull" } });
    expect(failed.receivedBytes).toBe(2 * 1024 ** 2);
    expect(readFileSync(path("big-q4_0.gguf.part")).equals(model.subarray(0, 2 * 1024 ** 2))).toBe(true);
    quota.left = 10_000_000;
    hub.downloads.resume(failed.id);
    const done = await until(hub, failed.id, hasSettled);
    expect(done.state).toBe("done");
    expect(contentOf(done)).toBe(sha256(model));
    expect(fetched().at(-1)).toBe(`bytes=${2 * 1024 ** 2}-`);
  });

  it.each<[string, (part: string) => void]>([
    ["changed", (part) => writeFileSync(part, Buffer.alloc(10, 1), { flag: "r+" })],
    ["shortened", (part) => truncateSync(part, 1000)],
    ["gone", (part) => truncateSync(part, 0)],
  ])("a part that was %s meanwhile is not built upon", async (_, damage) => {
    const { hub, id, model } = await halfway();
    expect(await hub.downloads.pause(id)).toMatchObject({ ok: true, value: { state: "paused" } });
    damage(path("big-q4_0.gguf.part"));
    rig.server.fault();
    hub.downloads.resume(id);
    const done = await until(hub, id, hasSettled);
    expect(done.state).toBe("done");
    expect(contentOf(done)).toBe(sha256(model));
    expect(fetched().at(-1)).toBe(null);
  });

  it("bytes behind what was saved are cut off, not counted", async () => {
    const { hub, id, model } = await halfway();
    const paused = await hub.downloads.pause(id);
    writeFileSync(path("big-q4_0.gguf.part"), randomBytes(5000), { flag: "a" });
    rig.server.fault();
    hub.downloads.resume(id);
    const done = await until(hub, id, hasSettled);
    expect(contentOf(done)).toBe(sha256(model));
    expect(paused.ok && fetched().at(-1)).toBe(`bytes=${paused.ok ? paused.value.receivedBytes : 0}-`);
  });
});

describe("the person", () => {
  it("pauses, resumes and cancels; a cancelled one leaves nothing", async () => {
    const { hub, id } = await halfway();
    const paused = await hub.downloads.pause(id);
    expect(paused).toMatchObject({ ok: true, value: { state: "paused", bytesPerSecond: 0, leftMs: null } });
    expect(existsSync(path("big-q4_0.gguf.part"))).toBe(true);
    expect(await hub.downloads.clear(id)).toBe(false);
    expect(await hub.downloads.cancel(id)).toMatchObject({ ok: true, value: { state: "cancelled", receivedBytes: 0 } });
    expect(readdirSync(join(rig.folder, "models"))).toEqual([]);
    expect(hub.downloads.resume(id)).toMatchObject({ ok: true, value: { state: "cancelled" } });
    expect(await hub.downloads.clear(id)).toBe(true);
    expect(hub.downloads.list()).toEqual([]);
    expect(await hub.downloads.pause(id)).toEqual({ ok: false, error: { type: "DownloadNotFound", downloadId: id } });
  });

  it("ends the program in the middle: it is paused then, with its bytes, and goes on where it was", async () => {
    const { id, model } = await halfway();
    const { hub } = await reopen();
    const [kept] = hub.downloads.list();
    expect(kept).toMatchObject({ id, state: "paused" });
    expect(kept?.receivedBytes).toBeGreaterThan(1_000_000);
    rig.server.fault();
    hub.downloads.resume(id);
    const done = await until(hub, id, hasSettled);
    expect(contentOf(done)).toBe(sha256(model));
    expect(fetched().at(-1)).toBe(`bytes=${kept?.receivedBytes}-`);
  });

  it("asks for the same model twice and gets one download; later ones of a host wait their turn", async () => {
    const { hub, id } = await halfway();
    expect(await begin(hub, uri)).toBe(id);
    const second = await begin(hub);
    expect(hub.downloads.list().map(({ state }) => state)).toEqual(["waiting", "running"]);
    rig.server.fault();
    await hub.downloads.cancel(id);
    expect(await until(hub, second, hasSettled)).toMatchObject({ state: "done" });
  });

  it("sees progress at most four times a second, with speed and time left", async () => {
    putBig(4_000_000);
    // Real time: pieces come far more often than four times in each of its seconds.
    const { hub } = open({ clock: systemClock });
    rig.server.slow(2_000_000);
    const id = await begin(hub, uri);
    const seen: { atMs: number; download: Download }[] = [];
    for await (const downloads of hub.downloads.watch(AbortSignal.timeout(9000))) {
      const download = downloads.find((each) => each.id === id);
      if (download === undefined) continue;
      seen.push({ atMs: systemClock.nowMs(), download });
      if (hasSettled(download)) break;
    }
    // Over the whole time: when exactly one of them is read is up to how busy the machine is.
    const tookMs = (seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0);
    expect(seen.length).toBeLessThanOrEqual(tookMs / 250 + 3);
    const running = seen.filter(({ download }) => download.state === "running" && download.bytesPerSecond > 0);
    expect(running.length).toBeGreaterThan(1);
    expect(running.at(-1)?.download.leftMs).toBeGreaterThanOrEqual(0);
    expect(seen.at(-1)?.download).toMatchObject({ state: "done", bytesPerSecond: 0, leftMs: null });
  });
});
