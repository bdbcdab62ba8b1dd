import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestFolder, makeTinyModel, startProviderServer, type ProviderServer } from "#core/testing";
import type { AnswerEvent } from "./answer-event.ts";
import type { Models } from "./models.ts";
import type { GenerateRequest, ModelInfo, ProviderDraft } from "./schema.ts";
import { answered, openTestModels, type TestModels } from "./test-models.ts";

const request: GenerateRequest = {
  messages: [{ role: "user", text: "How long is the warranty?" }],
  sources: [{ number: 1, chunkId: 1, title: "t", heading: "", page: null, text: "The warranty is valid for two years." }],
  maxOutputTokens: 50,
};
const quoted = "Your documents say:\n\n> The warranty is valid for two years. [1]";

let server: ProviderServer;
let folder: ReturnType<typeof createTestFolder>;
let test: TestModels;

const draft = (more: Partial<ProviderDraft> = {}): ProviderDraft => ({
  kind: "compatible",
  name: "Scripted",
  baseUrl: `${server.origin}/v1`,
  model: "scripted-1",
  key: "sk-secret",
  ...more,
});
const add = async (models: Models, more: Partial<ProviderDraft> = {}): Promise<string> => {
  const added = await models.providers.add(draft(more));
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  return added.value.id;
};
const answer = (models: Models, modelId: string | null = null, asked: Parameters<Models["answer"]>[0] = request) =>
  answered(models, asked, { modelId });
/** Why the router put the chosen model where it stands. */
const reasonOf = ({ decision, info }: Extract<AnswerEvent, { type: "model-chosen" }>) =>
  decision?.chain.find(({ modelId }) => modelId === info.id)?.reason;
const told = (events: readonly AnswerEvent[]) => ({
  text: events.map((event) => (event.type === "model-delta" ? event.text : "")).join(""),
  chosen: events.flatMap((event) => (event.type === "model-chosen" ? [`${event.info.place}: ${reasonOf(event)}`] : [])),
  end: events.at(-1)?.type,
});

beforeEach(async () => {
  server = await startProviderServer("openai");
  folder = createTestFolder();
  test = openTestModels();
});
afterEach(async () => {
  await test.close();
  folder.cleanup();
  await server.close();
});

describe("who answers", () => {
  it("quotes when there is no model and no key, and says why", async () => {
    expect(told(await answer(test.models))).toEqual({
      text: quoted,
      chosen: ["extractive: only-quotes"],
      end: "model-end",
    });
  });

  it("never asks a provider that is neither in the order nor chosen", async () => {
    await add(test.models);
    const before = server.requests.length;
    expect(told(await answer(test.models)).chosen).toEqual(["extractive: only-quotes"]);
    expect(server.requests).toHaveLength(before);
  });

  it("asks the first of the order, or the chosen one before it", async () => {
    const first = await add(test.models, { name: "First" });
    const second = await add(test.models, { name: "Second", model: "scripted-2" });
    test.settings.update({ modelOrder: ["extractive", first] });
    expect(told(await answer(test.models))).toEqual({
      text: "Hello",
      chosen: ["cloud: cloud-needed"],
      end: "model-end",
    });
    expect(server.requests.at(-1)?.body["model"]).toBe("scripted-1");
    expect(told(await answer(test.models, second)).chosen).toEqual(["cloud: chosen-by-person"]);
    expect(server.requests.at(-1)?.body["model"]).toBe("scripted-2");
    expect(told(await answer(test.models, "extractive")).text).toBe(quoted);
  });

  it("passes the question on when a model fails before its first word, and tells what was tried", async () => {
    const id = await add(test.models);
    test.settings.update({ modelOrder: [id] });
    server.script({ type: "status", status: 401 });
    const events = await answer(test.models);
    const error = { type: "ProviderKeyRefused", provider: "Scripted", status: 401 };
    expect(events.filter(({ type }) => type === "model-fallback")).toEqual([{ type: "model-fallback", modelId: id, error }]);
    expect(events.findLast(({ type }) => type === "model-chosen")).toMatchObject({
      info: { id: "extractive" },
      why: "Your documents are quoted, because no model could answer.",
      tried: [{ modelId: id, error }],
    });
    expect(told(events).text).toBe(quoted);
    expect(events.filter(({ type }) => type === "model-end" || type === "model-error")).toHaveLength(1);
  });

  it("ends with the error when a model fails after its first word", async () => {
    const id = await add(test.models);
    test.settings.update({ modelOrder: [id] });
    server.script({ type: "cut", answer: { text: ["Half ", "an answer"] }, afterFrames: 2 });
    const events = await answer(test.models);
    expect(told(events)).toMatchObject({ text: "Half ", chosen: ["cloud: cloud-needed"], end: "model-error" });
    expect(events.at(-1)).toMatchObject({ error: { type: "ProviderBroken" } });
  });

  it("does not pass a stopped question on", async () => {
    const id = await add(test.models);
    test.settings.update({ modelOrder: [id] });
    server.script({ type: "mute" });
    const controller = new AbortController();
    const events: AnswerEvent[] = [];
    for await (const event of test.models.answer(request, { modelId: null, signal: controller.signal })) {
      events.push(event);
      controller.abort({ type: "Aborted", by: "user" });
    }
    expect(events.map(({ type }) => type)).toEqual(["model-chosen", "model-account", "model-error"]);
    expect(events.at(-1)).toMatchObject({ error: { type: "Aborted", by: "user" } });
  });

  it("says that a chosen model does not exist, and goes on", async () => {
    const events = await answer(test.models, "gguf:gone");
    expect(events[0]).toMatchObject({
      type: "model-chosen",
      tried: [{ modelId: "gguf:gone", error: { type: "ModelNotFound", modelId: "gguf:gone" } }],
    });
    expect(told(events).text).toBe(quoted);
  });

  it("makes the request for the model that gets it", async () => {
    const id = await add(test.models);
    test.settings.update({ modelOrder: [id] });
    server.script({ type: "status", status: 404 });
    const forPlace = (info: ModelInfo): GenerateRequest => ({
      ...request,
      messages: [{ role: "system", text: `You are in the ${info.place}.` }, ...request.messages],
    });
    const events = await answer(test.models, null, forPlace);
    expect(JSON.stringify(server.requests.at(-1)?.body["messages"])).toContain("You are in the cloud.");
    expect(told(events).text).toBe(quoted);
  });

  it("ends answers under way when it closes", async () => {
    const id = await add(test.models);
    server.script({ type: "mute" });
    const running = answer(test.models, id);
    await expect.poll(() => server.requests.length).toBe(2);
    await test.models.close();
    expect((await running).at(-1)).toMatchObject({ type: "model-error", error: { type: "Aborted", by: "shutdown" } });
  });
});

describe("providers", () => {
  it("see pictures as is usual for their kind, or as the person says", async () => {
    const id = await add(test.models);
    const sees = async () => (await test.models.list()).find((info) => info.id === id)?.images;
    expect(await sees()).toBe(false);
    expect(test.models.providers.setSeesImages(id, true)).toMatchObject({ ok: true, value: { seesImages: true } });
    expect(await sees()).toBe(true);
    expect(test.models.providers.list()).toMatchObject([{ id, seesImages: true }]);
    test.models.providers.setSeesImages(id, null);
    expect(await sees()).toBe(false);
    expect(test.models.providers.setSeesImages("provider_none", true)).toMatchObject({ ok: false, error: { type: "ProviderNotFound" } });
  });

  it("are tried with a real completion, kept with their key in the vault, and survive a restart", async () => {
    const id = await add(test.models);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-secret");
    expect(test.models.providers.list()).toEqual([
      {
        id,
        kind: "compatible",
        name: "Scripted",
        baseUrl: `${server.origin}/v1`,
        model: "scripted-1",
        hasKey: true,
        price: null,
        seesImages: null,
      },
    ]);
    expect([...test.secrets.values]).toEqual([[id, "sk-secret"]]);
    const rows = JSON.stringify(test.store.database.prepare("SELECT * FROM llm_providers").all());
    expect(rows + test.logged.join()).not.toContain("sk-secret");
  });

  it.each([
    ["the provider refuses the key", { type: "status", status: 401 } as const, "ProviderKeyRefused"],
    ["the provider does not know the model", { type: "status", status: 404 } as const, "ProviderRefused"],
    ["there is only a web page", { type: "web-page", status: 200 } as const, "ProviderBroken"],
  ])("are not kept when %s", async (_, step, type) => {
    server.script(step);
    expect(await test.models.providers.add(draft())).toMatchObject({ ok: false, error: { type } });
    expect(test.models.providers.list()).toEqual([]);
    expect(test.secrets.values.size).toBe(0);
  });

  it("are not kept when the vault is locked, the key is missing or the address is none", async () => {
    expect(await test.models.providers.add(draft({ kind: "openai", key: " " }))).toMatchObject({ error: { type: "ProviderKeyMissing" } });
    expect(await test.models.providers.add(draft({ baseUrl: null }))).toMatchObject({
      error: { type: "ProviderRefused", reason: "an address is needed" },
    });
    expect(server.requests).toHaveLength(0);
    test.secrets.lock();
    expect(await test.models.providers.add(draft())).toEqual({ ok: false, error: { type: "SecretsLocked" } });
    expect(test.models.providers.list()).toEqual([]);
  });

  it("can be tried again and removed with their key and their place in the order", async () => {
    const id = await add(test.models);
    test.settings.update({ modelOrder: ["extractive", id] });
    expect(await test.models.providers.test(id)).toMatchObject({ ok: true, value: { answer: "Hello" } });
    expect(await test.models.providers.test("provider_0")).toEqual({
      ok: false,
      error: { type: "ProviderNotFound", providerId: "provider_0" },
    });
    expect(await test.models.providers.remove(id)).toEqual({ ok: true, value: true });
    expect(await test.models.providers.remove(id)).toEqual({ ok: true, value: false });
    expect([test.models.providers.list(), [...test.secrets.values], test.settings.get().modelOrder]).toEqual([[], [], ["extractive"]]);
  });
});

describe("model files", () => {
  it("are used where they lie, listed once, and forgotten on demand", async () => {
    const path = makeTinyModel(join(folder.path, "tiny.gguf"));
    const added = await test.models.addFile(path);
    await test.models.addFile(path);
    expect(added).toMatchObject({ ok: true, value: { name: "Olympus Tiny", place: "local", detail: path, available: true } });
    const ids = (await test.models.list()).map(({ id }) => id);
    expect(ids).toEqual([added.ok && added.value.id, "extractive"]);
    expect(ids[0]).toMatch(/^gguf:[0-9a-f]{64}$/);
    test.settings.update({ modelOrder: ids });
    expect([test.models.removeFile(ids[0] ?? ""), test.models.removeFile(ids[0] ?? "")]).toEqual([true, false]);
    expect(test.settings.get().modelOrder).toEqual(["extractive"]);
  });

  it("are refused when they are no models, and shown as unavailable when they vanish or break later", async () => {
    const path = join(folder.path, "text.gguf");
    writeFileSync(path, "not a model at all, only a text with an ending");
    expect(await test.models.addFile(path)).toMatchObject({ ok: false, error: { type: "ModelFileCorrupt" } });
    expect(await test.models.list()).toHaveLength(1);

    const good = makeTinyModel(join(folder.path, "good.gguf"));
    await test.models.addFile(good);
    writeFileSync(good, "broken now");
    expect((await test.models.list())[0]).toMatchObject({ available: false, problem: { type: "ModelFileCorrupt" } });
    rmSync(good);
    expect((await test.models.list())[0]).toMatchObject({ available: false, problem: { type: "ModelFileMissing", path: good } });
    const events = await answer(test.models);
    expect(events[0]).toMatchObject({ info: { id: "extractive" }, tried: [{ error: { type: "ModelFileMissing" } }] });
    expect(told(events).text).toBe(quoted);
  });

  it("are listed in the settings' order, then the others, the quoter last", async () => {
    const cloud = await add(test.models);
    const file = await test.models.addFile(makeTinyModel(join(folder.path, "tiny.gguf")));
    const local = file.ok ? file.value.id : "";
    const ids = async () => (await test.models.list()).map(({ id }) => id);
    expect(await ids()).toEqual([local, cloud, "extractive"]);
    test.settings.update({ modelOrder: ["extractive", cloud, "gone"] });
    expect(await ids()).toEqual([cloud, local, "extractive"]);
  });
});

it("loads no engine and no vendor's client by being imported", async () => {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    await import("#core/llm");
    console.log(JSON.stringify(loaded.filter((url) => /node-llama-cpp|openai\\/|@anthropic-ai|@google\\/genai|onnxruntime|better-sqlite3/.test(url))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    cwd: new URL("../..", import.meta.url),
  });
  expect(JSON.parse(stdout)).toEqual([]);
});
