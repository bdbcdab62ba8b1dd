import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hasSettled, startTestHub, until } from "./test-hub.ts";

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
  await close();
});
