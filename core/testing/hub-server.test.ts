import { createHash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startHubServer, type HubServer } from "./hub-server.ts";

/**
 * What Hugging Face documents and its own clients rely on (huggingface.co/docs/hub/api; huggingface_hub's `ModelInfo`, `get_hf_file_metadata` and
 * error handling; huggingface.js `fileDownloadInfo`): the server that stands for it in tests must do the same.
 */
let server: HubServer;
const large = randomBytes(50_000);
const small = Buffer.from("hello\n");
beforeEach(async () => {
  server = await startHubServer();
  server.put("owner/name", { "model.gguf": { bytes: large }, "sub/config.json": { bytes: small } });
});
afterEach(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}) => fetch(server.origin + path, { redirect: "manual", headers });
const sha256 = createHash("sha256").update(large).digest("hex");
const commitOf = async () => ((await (await ask("/api/models/owner/name/revision/main?blobs=true")).json()) as { sha: string }).sha;

it("lists a repository at a commit, with sizes, Git's names and, for large files, the SHA-256", async () => {
  const response = await ask("/api/models/owner/name/revision/main?blobs=true");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
  expect(await response.json()).toMatchObject({
    id: "owner/name",
    modelId: "owner/name",
    sha: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown,
    private: false,
    gated: false,
    siblings: [
      { rfilename: "model.gguf", size: 50_000, lfs: { sha256, size: 50_000, pointerSize: 134 } },
      // `echo hello | git hash-object --stdin`
      { rfilename: "sub/config.json", size: 6, blobId: "ce013625030ba8dba906f756967f9e9ca394464a" },
    ],
  });
});

it("redirects large files to a signed address of another host, and says there already how large they are and what they should be", async () => {
  const response = await ask("/owner/name/resolve/main/model.gguf");
  const location = new URL(response.headers.get("location") ?? "");
  expect([response.status, location.host]).toEqual([302, server.cdnHost]);
  expect(location.host).not.toBe(new URL(server.origin).host);
  expect(Object.fromEntries(["x-linked-etag", "x-linked-size", "x-repo-commit"].map((name) => [name, response.headers.get(name)]))).toEqual(
    {
      "x-linked-etag": `"${sha256}"`,
      "x-linked-size": "50000",
      "x-repo-commit": await commitOf(),
    },
  );
  const bytes = await fetch(location);
  expect(Buffer.from(await bytes.arrayBuffer()).equals(large)).toBe(true);
  // The host of the bytes has a name of its own for them.
  expect(bytes.headers.get("etag")).toMatch(/^"[0-9a-f]{32}-1"$/);
  expect((await fetch(`http://${server.cdnHost}/repos/aa/none?X-Signature=old`)).status).toBe(403);
});

it("gives small files itself, under Git's name for them", async () => {
  const response = await ask("/owner/name/resolve/main/sub/config.json");
  expect([response.status, response.headers.get("etag"), response.headers.get("x-repo-commit"), await response.text()]).toEqual([
    200,
    '"ce013625030ba8dba906f756967f9e9ca394464a"',
    await commitOf(),
    "hello\n",
  ]);
});

it("answers ranges as RFC 9110 has it, also when the file has changed meanwhile", async () => {
  const address = (await ask("/owner/name/resolve/main/model.gguf")).headers.get("location") ?? "";
  const get = (headers: Record<string, string>) => fetch(address, { headers });
  const whole = await get({});
  const etag = whole.headers.get("etag") ?? "";
  expect([whole.status, whole.headers.get("accept-ranges"), whole.headers.get("content-length")]).toEqual([200, "bytes", "50000"]);
  const part = await get({ range: "bytes=49990-", "if-range": etag });
  expect([part.status, part.headers.get("content-range"), (await part.arrayBuffer()).byteLength]).toEqual([
    206,
    "bytes 49990-49999/50000",
    10,
  ]);
  expect((await get({ range: "bytes=0-9" })).headers.get("content-range")).toBe("bytes 0-9/50000");
  expect((await get({ range: "bytes=10-", "if-range": '"other"' })).status).toBe(200);
  const beyond = await get({ range: "bytes=50000-" });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */50000"]);
});

it("hides what is not there from those without an account, and tells what it is that is missing", async () => {
  expect((await ask("/api/models/owner/nobody/revision/main")).status).toBe(401);
  expect((await ask("/owner/nobody/resolve/main/x")).status).toBe(401);
  const file = await ask("/owner/name/resolve/main/nothing.gguf");
  expect([file.status, file.headers.get("x-error-code")]).toEqual([404, "EntryNotFound"]);
  const revision = await ask("/owner/name/resolve/v9/model.gguf");
  expect([revision.status, revision.headers.get("x-error-code")]).toEqual([404, "RevisionNotFound"]);
  expect((await ask(`/owner/name/resolve/${await commitOf()}/model.gguf`)).status).toBe(302);
  server.put("owner/closed", { "a.gguf": { bytes: large } }, { token: "hf_x" });
  expect((await ask("/api/models/owner/closed/revision/main")).status).toBe(401);
  expect((await ask("/api/models/owner/closed/revision/main", { authorization: "Bearer hf_x" })).status).toBe(200);
});
