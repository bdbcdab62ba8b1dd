import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ok } from "#core/base/schema";
import type { HubHttp, HubRequest, HubResponse } from "./ports.ts";
import { fetchNow, startTestHub } from "./test-hub.ts";

let rig: Awaited<ReturnType<typeof startTestHub>>;
beforeEach(async () => {
  rig = await startTestHub();
});
afterEach(() => rig.cleanup());
const never = new AbortController().signal;
const uri = "https://github.com/someone/models/releases/download/v1/tiny.gguf";
const signed = "https://release-assets.githubusercontent.com/x/1?sig=abc";

/** Stands for two real hosts: GitHub redirects to the host of its release files. Notes what was asked. */
const createReleases = (content: Uint8Array, elsewhere = signed) => {
  const seen: { url: string; range: string | null; authorization: string | null }[] = [];
  const answer = (status: number, headers: Record<string, string>, bytes: Uint8Array): HubResponse => ({
    status,
    header: (name) => headers[name] ?? null,
    body: (async function* () {
      yield bytes;
    })(),
    close: () => {},
  });
  const http: HubHttp = {
    open: async ({ headers, url }: HubRequest) => {
      const range = headers["range"] ?? null;
      seen.push({ url: url.href, range, authorization: headers["authorization"] ?? null });
      if (url.href === uri) return ok(answer(302, { location: elsewhere }, new Uint8Array()));
      const [, start = "0", end = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
      const last = end === "" ? content.length - 1 : Math.min(Number(end), content.length - 1);
      const bytes = content.subarray(Number(start), last + 1);
      const headersOf = {
        etag: '"1"',
        "content-length": String(bytes.length),
        "content-range": `bytes ${start}-${last}/${content.length}`,
      };
      return ok(answer(range === null ? 200 : 206, headersOf, bytes));
    },
  };
  return { http, seen };
};

it("a release file of another host is looked at by its header, fetched, and told to have no published checksum", async () => {
  const { http, seen } = createReleases(rig.model);
  const { hub, close } = rig.open({ http, token: "hf_secret" });
  const looked = await hub.look(uri, never);
  expect(looked).toMatchObject({
    ok: true,
    value: {
      model: { name: "Olympus Tiny", publisher: "github.com", licence: "not stated", contextTokens: 4096 },
      recommended: "tiny.gguf",
      fits: [{ fit: { isExact: true, weightsBytes: rig.model.length } }],
    },
  });
  const done = await fetchNow(hub, uri, "tiny.gguf");
  expect(done).toMatchObject({ state: "done", host: "github.com", verified: "size-only", totalBytes: rig.model.length });
  expect(
    createHash("sha256")
      .update(readFileSync(done.path ?? ""))
      .digest("hex"),
  ).toBe(createHash("sha256").update(rig.model).digest("hex"));
  expect(seen.map(({ url, range }) => [url, range])).toEqual([
    [uri, "bytes=0-262143"],
    [signed, "bytes=0-262143"],
    [uri, null],
    [signed, null],
  ]);
  // The token is for Hugging Face.
  expect(seen.every(({ authorization }) => authorization === null)).toBe(true);
  await close();
});

it("a release that leads elsewhere is asked nothing more, and what is no model is said at once", async () => {
  const foreign = createReleases(rig.model, "https://raw.githubusercontent.com/x/1");
  const first = rig.open({ http: foreign.http });
  expect(await first.hub.look(uri, never)).toMatchObject({ ok: false, error: { type: "HubAddressRefused" } });
  expect(foreign.seen.map(({ url }) => url)).toEqual([uri]);
  expect(await first.hub.look("https://github.com/someone/models/releases/download/v1/tiny.zip", never)).toMatchObject({
    ok: false,
    error: { type: "ModelRefused" },
  });
  await first.close();
  const page = rig.open({ http: createReleases(Buffer.from("<!doctype html>".repeat(9))).http });
  expect(await page.hub.look(uri, never)).toMatchObject({ ok: false, error: { type: "ModelRefused", reason: "it is not a GGUF file" } });
  await page.close();
});

it("a long vocabulary before the sizes is read on, up to four megabytes and no further", async () => {
  // A name of three megabytes before everything else: the sizes lie behind the first read.
  const at = rig.model.indexOf("Olympus Tiny");
  const long = Buffer.concat([rig.model.subarray(0, at), Buffer.alloc(3_000_000, "x"), rig.model.subarray(at)]);
  long.writeBigUInt64LE(3_000_012n, at - 8);
  const { http, seen } = createReleases(long);
  const { hub, close } = rig.open({ http });
  expect(await hub.look(uri, never)).toMatchObject({ ok: true, value: { fits: [{ fit: { isExact: true } }] } });
  expect(seen.filter(({ url }) => url === signed).map(({ range }) => range)).toEqual([
    "bytes=0-262143",
    "bytes=0-1048575",
    "bytes=0-4194303",
  ]);
  await close();
});
