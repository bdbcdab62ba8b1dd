import { afterEach, expect, it } from "vitest";
import { err, ok } from "#core/base/schema";
import { createScriptedWeb, openTestTools, type TestTools } from "./test-tools.ts";

const opened: TestTools[] = [];
const open = async (...args: Parameters<typeof openTestTools>): Promise<TestTools> => {
  const test = await openTestTools(...args);
  opened.push(test);
  return test;
};
afterEach(async () => {
  for (const test of opened.splice(0)) await test.cleanup();
});

const need = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const tree = {
  "a.txt": "one\ntwo\nthree\n",
  "docs/b.md": "# Title\n\nText about Invoices.\n",
  "docs/deep/c.bin": Uint8Array.from([0, 1, 2, 255]),
  "empty/": "",
};

it("publishes every tool with a JSON Schema in which every property is required and no other is allowed", async () => {
  const { tools } = await open();
  expect(tools.list().map(({ name, risk }) => `${name} ${risk}`)).toEqual([
    "files.copy medium",
    "files.list low",
    "files.make-folder medium",
    "files.move medium",
    "files.patch medium",
    "files.read low",
    "files.search low",
    "files.trash medium",
    "files.write medium",
    "http.fetch high",
    "memory.add medium",
    "memory.search low",
    "notify.send medium",
    "shell.run high",
  ]);
  for (const { name, inputSchema } of tools.list()) {
    expect(inputSchema["additionalProperties"], name).toBe(false);
    expect(inputSchema["required"], name).toEqual(Object.keys(inputSchema["properties"] as object));
  }
});

it.each([
  ["files.list", { path: ".", recursive: true }],
  ["files.read", { path: "a.txt" }],
  ["files.search", { query: "invoices" }],
  ["files.write", { path: "new/x.txt", text: "hello\n" }],
  ["files.write", { path: "a.txt", text: "one\n2\nthree\n" }],
  ["files.write", { path: "x.bin", text: "AAH/", encoding: "base64" }],
  ["files.patch", { path: "a.txt", edit: { type: "replace", oldText: "two", newText: "2" } }],
  ["files.patch", { path: "a.txt", edit: { type: "diff", diff: "@@ -1,2 +1,2 @@\n one\n-two\n+2\n" } }],
  ["files.move", { from: "docs", to: "papers/2026" }],
  ["files.copy", { from: "docs", to: "copy" }],
  ["files.copy", { from: "a.txt", to: "docs/a.txt" }],
  ["files.trash", { path: "docs" }],
  ["files.make-folder", { path: "x/y/z" }],
])("%s %j has the same effects and output in a dry run as in a real one, and neither touches the folder", async (name, input) => {
  const test = await open(tree);
  const before = test.snapshot();
  const [dryFiles, realFiles] = [test.overlay(), test.overlay()];
  const dry = need(await test.run(name, input, { simulate: true, files: dryFiles }));
  const real = need(await test.run(name, input, { files: realFiles }));
  expect(dry).toEqual(real);
  expect(dryFiles.operations()).toEqual(realFiles.operations());
  expect(real.effects.flatMap((effect) => (effect.type === "file" ? [effect.operation] : []))).toEqual(realFiles.operations());
  expect(test.snapshot()).toEqual(before);
  expect(test.outside).toEqual([]);
});

it("memory, notifications, requests and commands are only described in a dry run, and asked about before they happen in a real one", async () => {
  const web = createScriptedWeb({});
  const sent: unknown[] = [];
  const ran: unknown[] = [];
  const test = await open(tree, {
    http: web.http,
    notifier: { send: async (message) => (sent.push(message), ok(undefined)) },
    sandbox: { run: async (request) => (ran.push(request.command), ok({ exitCode: 0, stdout: "x", stderr: "", truncated: false })) },
  });
  const calls: [string, object][] = [
    ["memory.add", { title: "A", text: "B" }],
    ["notify.send", { title: "A", text: "B" }],
    ["http.fetch", { url: "https://example.com/a?b=c", method: "POST", body: "{}" }],
    ["shell.run", { command: "true" }],
  ];
  for (const [name, input] of calls) {
    const dry = need(await test.run(name, input, { simulate: true }));
    expect([test.outside.length, test.notes.length, sent.length, web.asked.length, ran.length], name).toEqual([0, 0, 0, 0, 0]);
    const refused = await test.run(name, input, { beforeOutside: async () => err({ type: "EffectRefused", reason: "no" }) });
    expect(refused).toEqual({ ok: false, error: { type: "EffectRefused", reason: "no" } });
    expect([test.notes.length, sent.length, web.asked.length, ran.length], name).toEqual([0, 0, 0, 0]);
    const real = need(await test.run(name, input));
    expect(real.effects).toEqual(dry.effects);
    expect(test.outside.splice(0)).toEqual(dry.effects);
    expect(test.notes.length + sent.length + web.asked.length + ran.length, name).toBe(1);
    for (const list of [test.notes, sent, web.asked, ran]) list.length = 0;
  }
});

it("reads text by lines, and names what is no text", async () => {
  const test = await open(tree);
  expect(need(await test.run("files.read", { path: "a.txt", firstLine: 2, lineCount: 1 }))).toMatchObject({
    output: { text: "two\n", kind: "text", lines: 3, truncated: true },
    untrusted: true,
  });
  expect(need(await test.run("files.read", { path: "docs/deep/c.bin" })).output).toEqual({
    path: "docs/deep/c.bin",
    sizeBytes: 4,
    sha256: "3d1f57c984978ef98a18378c8166c1cb8ede02c03eeb6aee7e2f121dfeee3e56",
    kind: "binary",
    text: "",
    lines: 0,
    truncated: false,
  });
});

it("searches as ripgrep does: smart case, globs, context, hidden and ignored files left out", async () => {
  const test = await open({
    "a.txt": "Alpha\nbeta\nALPHA\n",
    "src/b.ts": "alpha()\r\nalpha\r\n",
    ".hidden": "alpha\n",
    "out/c.txt": "alpha\n",
    "src/keep.log": "alpha\n",
    "src/drop.log": "alpha\n",
    ".gitignore": "/out/\n*.log\n!keep.log\n",
    "d.bin": Uint8Array.from([0, 97, 108, 112, 104, 97]),
  });
  const places = async (input: object) => {
    const { output } = need(await test.run("files.search", input));
    return (output as { matches: { path: string; line: number; column: number }[] }).matches.map(
      ({ path, line, column }) => `${path}:${line}:${column}`,
    );
  };
  expect(await places({ query: "alpha" })).toEqual(["a.txt:1:1", "a.txt:3:1", "src/b.ts:1:1", "src/b.ts:2:1", "src/keep.log:1:1"]);
  expect(await places({ query: "Alpha" })).toEqual(["a.txt:1:1"]);
  expect(await places({ query: "\\bAlpha\\b", letterCase: "ignore", globs: ["*.txt"] })).toEqual(["a.txt:1:1", "a.txt:3:1"]);
  expect(await places({ query: "alpha", letterCase: "exact", globs: ["!*.log", "!a.txt"] })).toEqual(["src/b.ts:1:1", "src/b.ts:2:1"]);
  expect(await places({ query: "a()", literal: true })).toEqual(["src/b.ts:1:5"]);
  expect(await places({ query: "alpha", hidden: true, ignoreFiles: false, globs: ["out/**", ".hidden"] })).toEqual([
    ".hidden:1:1",
    "out/c.txt:1:1",
  ]);
  expect(await places({ query: "alpha", path: "src", limit: 1 })).toEqual(["src/b.ts:1:1"]);
  expect(await places({ query: "alpha$", path: "src" })).toEqual(["src/b.ts:2:1", "src/keep.log:1:1"]);
  expect(need(await test.run("files.search", { query: "beta", contextLines: 1 })).output).toMatchObject({
    matches: [{ before: ["Alpha"], after: ["ALPHA"] }],
    filesSearched: 3,
    truncated: false,
  });
});

it("a request's answer, also of redirects, comes back as untrusted text", async () => {
  const web = createScriptedWeb({
    "https://a.example/": { status: 302, location: "/next" },
    "https://a.example/next": { status: 307, location: "https://b.example/end#part" },
    "https://b.example/end": {},
  });
  const test = await open({}, { http: web.http });
  const approvedHosts = ["a.example", "b.example"];
  expect(need(await test.run("http.fetch", { url: "https://a.example/#x" }, { approvedHosts }))).toMatchObject({
    output: { status: 200, url: "https://b.example/end", text: "hello", redirects: ["https://a.example/", "https://a.example/next"] },
    untrusted: true,
  });
  expect(need(await test.run("memory.search", { query: "x" })).untrusted).toBe(true);
  expect(need(await test.run("memory.search", { query: "x" })).output).toMatchObject({ hits: [{ text: "found", isPrivate: true }] });
});

it("a body goes nowhere but where it was approved to go", async () => {
  const web = createScriptedWeb({ "https://a.example/": { status: 307, location: "https://b.example/" } });
  const test = await open({}, { http: web.http });
  const posted = need(await test.run("http.fetch", { url: "https://a.example/", method: "POST", body: "secret" }));
  expect(posted.output).toMatchObject({ status: 307, location: "https://b.example/" });
  expect(web.asked).toEqual([{ method: "POST", url: "https://a.example/", body: "secret" }]);
  expect(posted.effects).toEqual([
    {
      type: "http",
      method: "POST",
      url: "https://a.example/",
      host: "a.example",
      bodySha256: "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
      bodyBytes: 6,
      bodyPreview: "secret",
    },
  ]);
});

it.each([
  ["a host that is not allowed", "https://c.example/", { allowedHosts: ["a.example"] }],
  ["a host that is on the list but was not approved", "https://c.example/", { allowedHosts: ["a.example", "c.example"] }],
  ["a host that was approved but is not on the list", "https://c.example/", { allowedHosts: ["a.example"], approvedHosts: ["c.example"] }],
  ["another host, when none is named", "https://b.example/", {}],
  ["plain http after https", "http://a.example/x", {}],
  ["this machine", "http://127.0.0.1:9/", { approvedHosts: ["127.0.0.1:9"] }],
  ["the metadata address", "http://169.254.169.254/latest", { approvedHosts: ["169.254.169.254"] }],
  ["a file", "file:///etc/passwd", {}],
  ["an address with a password", "https://u:p@a.example/", {}],
])("a redirect to %s is not followed", async (_name, location, options) => {
  const web = createScriptedWeb({ "https://a.example/": { status: 302, location } });
  const test = await open({}, { http: web.http });
  expect(await test.run("http.fetch", { url: "https://a.example/" }, options)).toMatchObject({
    ok: false,
    error: { type: "AddressRefused" },
  });
  expect(web.asked.map(({ url }) => url)).toEqual(["https://a.example/"]);
});

it("more than five redirects are too many", async () => {
  const web = createScriptedWeb(
    Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`https://a.example/${index}`, { status: 302, location: `/${index + 1}` }])),
  );
  const test = await open({}, { http: web.http });
  expect(await test.run("http.fetch", { url: "https://a.example/0" })).toMatchObject({ error: { type: "RequestFailed" } });
  expect(web.asked.length).toBe(6);
});

it("an aborted call does nothing", async () => {
  const test = await open(tree);
  const files = test.overlay();
  for (const { name } of test.tools.list()) {
    const inputs: Record<string, object> = {
      "files.write": { path: "x", text: "" },
      "shell.run": { command: "true" },
      "http.fetch": { url: "https://a.example" },
    };
    const outcome = await test.run(name, inputs[name] ?? { path: "a.txt", from: "a.txt", to: "b", query: "a" }, {
      files,
      signal: AbortSignal.abort(),
    });
    expect(outcome.ok, name).toBe(false);
  }
  expect(files.operations()).toEqual([]);
  expect(test.outside).toEqual([]);
});
