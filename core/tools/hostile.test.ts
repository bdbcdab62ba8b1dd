import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createScriptedWeb, openTestTools, type TestTools } from "./test-tools.ts";

const web = createScriptedWeb({});
let test: TestTools;
let before: Record<string, string>;
beforeAll(async () => {
  test = await openTestTools({ "a.txt": "text\n", "d/b.txt": "b\n" }, { http: web.http });
  const beside = join(test.root, "..", "beside");
  mkdirSync(beside);
  writeFileSync(join(beside, "secret.txt"), "secret");
  symlinkSync(beside, join(test.root, "link"));
  symlinkSync(join(beside, "secret.txt"), join(test.root, "link.txt"));
  symlinkSync("/etc/passwd", join(test.root, "passwd"));
  symlinkSync("/", join(test.root, "rootlink"));
  symlinkSync("loop", join(test.root, "loop"));
  linkSync(join(beside, "secret.txt"), join(test.root, "hard.txt"));
  before = test.snapshot();
});
afterAll(() => test.cleanup());

const outside = [
  "../beside/secret.txt",
  "..",
  "d/../../beside/secret.txt",
  "d/../../../etc/passwd",
  "/etc/passwd",
  "//etc/passwd",
  "./../beside/secret.txt",
  "link/secret.txt",
  "link/new.txt",
  "link.txt",
  "passwd",
  "rootlink/etc/passwd",
  "loop",
  "loop/x",
  "..\\beside\\secret.txt",
  "C:\\Windows\\win.ini",
  "C:/Windows/win.ini",
  "\\\\server\\share\\x",
  "//server/share/x",
  "\\\\?\\C:\\x",
  "a.txt\0.png",
  "d/\0",
  "d//b.txt",
  "d/./b.txt",
  "/proc/self/environ",
  "/dev/sda",
  "file:///etc/passwd",
  "a.txt:stream",
  "d/../link.txt",
  "link/../a.txt",
  "d/\u202etxt.exe",
  "\ud800.txt",
  "x/".repeat(600),
  "y".repeat(300),
  "~/x\n",
  ".olympus-part",
  "",
];

it.each(outside)("no file tool reads, changes or writes %j", async (path) => {
  for (const simulate of [true, false]) {
    const files = test.overlay();
    const options = { simulate, files };
    const outcomes = {
      read: await test.run("files.read", { path }, options),
      write: await test.run("files.write", { path, text: "x" }, options),
      patch: await test.run("files.patch", { path, edit: { type: "replace", oldText: "secret", newText: "x" } }, options),
      moveFrom: await test.run("files.move", { from: path, to: "taken" }, options),
      moveTo: await test.run("files.move", { from: "a.txt", to: path }, options),
      copyFrom: await test.run("files.copy", { from: path, to: "taken" }, options),
      copyTo: await test.run("files.copy", { from: "a.txt", to: path }, options),
      trash: await test.run("files.trash", { path }, options),
      makeFolder: await test.run("files.make-folder", { path }, options),
    };
    expect(Object.entries(outcomes).flatMap(([name, { ok }]) => (ok ? [name] : []))).toEqual([]);
    expect(files.operations()).toEqual([]);
    expect(JSON.stringify(outcomes)).not.toContain("root:x:");
    expect(JSON.stringify(outcomes)).not.toMatch(/"text":"secret/);
  }
  expect(test.snapshot()).toEqual(before);
});

it("a search and a listing do not follow links", async () => {
  const found = await test.run("files.search", { query: "secret|root:", hidden: true });
  expect(found.ok && (found.value.output as { matches: { path: string }[] }).matches.map(({ path }) => path)).toEqual(["hard.txt"]);
  const listed = await test.run("files.list", { recursive: true });
  const names = listed.ok ? (listed.value.output as { entries: { path: string; kind: string }[] }).entries : [];
  expect(names.filter(({ kind }) => kind === "other").map(({ path }) => path)).toEqual(["link", "link.txt", "loop", "passwd", "rootlink"]);
  expect(names.some(({ path }) => path.startsWith("link/"))).toBe(false);
});

it.each([
  "file:///etc/passwd",
  "ftp://example.com/",
  "javascript:alert(1)",
  "data:text/plain,hi",
  "gopher://example.com/",
  "http://user:password@example.com/",
  "http://user@example.com/",
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://0/",
  "http://localhost/",
  "http://LOCALHOST/",
  "http://x.localhost/",
  "http://localhost./",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[fe80::1]/",
  "http://[fd00::1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
  "http://10.0.0.1/",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://100.64.0.1/",
  "http://metadata.google.internal/",
  "http://printer.local/",
  "http://router.lan/",
  "http://①②⑦.⓪.⓪.①/",
  "http://127。0。0。1/",
  "http://example.com./",
  "http://",
  "not an address",
  "//example.com/x",
  "http://example.com:99999/",
  "http://exa mple.com/",
  "http://168.63.129.16/",
  "http://255.255.255.255/",
  "http://224.0.0.1/",
])("a request to %j is refused before anything is asked, also in a dry run", async (url) => {
  for (const simulate of [true, false])
    expect(await test.run("http.fetch", { url }, { simulate })).toMatchObject({ ok: false, error: { type: "AddressRefused" } });
  expect([web.asked, test.outside]).toEqual([[], []]);
});

it.each([
  ["files.read", null],
  ["files.read", []],
  ["files.read", { path: 5 }],
  ["files.read", { path: "a.txt", extra: 1 }],
  ["files.read", { path: "a.txt", firstLine: 0 }],
  ["files.read", { path: "a.txt", lineCount: Number.MAX_VALUE }],
  ["files.read", JSON.parse('{"__proto__": {"path": "a.txt"}}')],
  ["files.write", { path: "x", text: "\ud800" }],
  ["files.write", { path: "x", text: "not base64!", encoding: "base64" }],
  ["files.patch", { path: "a.txt", edit: { type: "replace", oldText: "", newText: "x" } }],
  ["files.patch", { path: "a.txt", edit: { type: "other" } }],
  ["files.search", { query: "(" }],
  ["files.search", { query: "[z-a]" }],
  ["files.search", { query: "" }],
  ["files.search", { query: "a", limit: 1e9 }],
  ["http.fetch", { url: "https://example.com", body: "x" }],
  ["http.fetch", { url: "https://example.com", method: "CONNECT" }],
  ["http.fetch", { url: "https://example.com", headers: { cookie: "a" } }],
  ["shell.run", { command: "" }],
  ["shell.run", { command: "a\0b" }],
  ["shell.run", { command: "ls", network: true }],
  ["notify.send", { title: "", text: "x" }],
  ["memory.add", { title: " ", text: "x" }],
])("%s refuses the input %j with a reason", async (name, input) => {
  const outcome = await test.run(name, input);
  expect(outcome).toMatchObject({ ok: false, error: { type: "ToolInputInvalid", tool: name } });
});

it.each([
  ["fits nowhere", { type: "replace", oldText: "absent", newText: "" }],
  ["several times", { type: "replace", oldText: "t", newText: "" }],
  ["a diff of another file", { type: "diff", diff: "@@ -1 +1 @@\n-other\n+x\n" }],
  ["no diff", { type: "diff", diff: "rm -rf /" }],
])("a patch that %s changes nothing", async (_name, edit) => {
  const files = test.overlay();
  expect(await test.run("files.patch", { path: "a.txt", edit }, { files })).toMatchObject({
    error: { type: "PatchDoesNotFit", path: "a.txt" },
  });
  expect(files.operations()).toEqual([]);
});

it("nothing is overwritten by a move or a copy, and no folder goes into itself", async () => {
  for (const name of ["files.move", "files.copy"]) {
    expect(await test.run(name, { from: "a.txt", to: "d/b.txt" })).toMatchObject({ error: { type: "EntryExists" } });
    expect((await test.run(name, { from: "d", to: "d/e" })).ok, name).toBe(false);
    expect((await test.run(name, { from: "absent", to: "x" })).ok, name).toBe(false);
  }
});
