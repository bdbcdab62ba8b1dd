import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { localHostPath } from "../places.ts";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

const fixtures = fileURLToPath(new URL("../../core/testing/files/documents/", import.meta.url));
let folder: ReturnType<typeof createTestFolder>;
let dataDir: string;
beforeEach(() => {
  folder = createTestFolder();
  dataDir = join(folder.path, "data");
});
afterEach(() => folder.cleanup());

const run = async (...args: string[]) => {
  const test = createTestTerminal(dataDir, folder.path);
  const code = await runCli(args, test.terminal);
  return { code, output: test.output(), json: test.json, notes: test.notes.join("\n") };
};

const bring = (...names: string[]): void => {
  mkdirSync(join(folder.path, "papers"), { recursive: true });
  for (const name of names) copyFileSync(join(fixtures, name), join(folder.path, "papers", name));
};

describe("ingest, search and ask", () => {
  it("answer exactly the documented JSON", async () => {
    bring("recipe.txt", "product-manual.pdf", "insurance-letter-encrypted.pdf");
    const first = await run("ingest", "papers", "--json");
    expect([first.code, first.json()]).toEqual([
      0,
      {
        added: 2,
        updated: 0,
        unchanged: 0,
        removed: 0,
        failed: [
          {
            path: join(folder.path, "papers", "insurance-letter-encrypted.pdf"),
            reason: "FileEncrypted: the file is protected by a password",
          },
        ],
      },
    ]);
    rmSync(join(folder.path, "papers", "product-manual.pdf"));
    writeFileSync(join(folder.path, "papers", "recipe.txt"), `${readFileSync(join(fixtures, "recipe.txt"), "utf8")}\nServe it lukewarm.\n`);
    expect((await run("ingest", "papers", "--json")).json()).toMatchObject({ added: 0, updated: 1, unchanged: 0, removed: 1 });

    const found = await run("search", "plums", "cardamom", "--k", "3", "--json");
    const hits = found.json() as Record<string, unknown>[];
    expect(found.code).toBe(0);
    expect(Object.keys(hits[0] ?? {})).toEqual(["chunkId", "path", "page", "heading", "text", "score"]);
    expect(hits[0]).toMatchObject({ path: join(folder.path, "papers", "recipe.txt"), page: null });

    const asked = await run("ask", "At how many degrees is the plum cake baked?", "--json");
    const reply = asked.json() as { citations: Record<string, unknown>[] };
    expect([asked.code, Object.keys(reply)]).toEqual([0, ["answer", "citations", "model", "why"]]);
    expect(Object.keys(reply.citations[0] ?? {})).toEqual(["path", "page", "heading", "quote"]);
    expect(reply).toMatchObject({
      model: "extractive",
      answer: expect.stringContaining("200 degrees"),
      why: expect.stringMatching(/./),
    });
    expect((await run("ask", "How many plums?", "--model", "nobody", "--json")).code).toBe(1);
  }, 30_000);

  it("a path that does not exist fails; files that cannot be read fail only when nothing else was there", async () => {
    const missing = await run("ingest", "nowhere", "--json");
    expect([missing.code, missing.json()]).toEqual([1, { error: { type: "PathNotFound", path: join(folder.path, "nowhere") } }]);
    bring("insurance-letter-encrypted.pdf");
    expect((await run("ingest", "papers")).code).toBe(1);
  }, 30_000);
});

describe("backup and migrate", () => {
  it("a damaged database is named, and a backup brings everything back", async () => {
    const made = await run("backup", "create", "--json");
    const backup = made.json() as { path: string };
    expect([made.code, await run("backup", "verify", backup.path, "--json").then(({ json }) => json())]).toEqual([0, backup]);
    for (const extension of ["-wal", "-shm"]) rmSync(join(dataDir, `olympus.sqlite${extension}`), { force: true });
    writeFileSync(join(dataDir, "olympus.sqlite"), "not a database at all");

    const ill = await run("doctor", "--json");
    expect([ill.code, ill.json()]).toEqual([1, [{ name: "data folder", ok: false, detail: expect.stringContaining("damaged") }]]);
    const status = await run("migrate", "status", "--json");
    expect([status.code, status.json()]).toMatchObject([1, { error: { type: "DatabaseCorrupt" } }]);
    const restored = await run("backup", "restore", backup.path, "--json");
    expect([restored.code, restored.json()]).toEqual([0, { backup, replacedPath: expect.stringContaining("replaced-") }]);
    expect((await run("doctor")).code).toBe(0);
    expect((await run("backup", "restore", join(folder.path, "none.sqlite"))).code).toBe(1);
  });

  it("migrate goes up, one step down, and says where it stands without touching anything", async () => {
    const fresh = (await run("migrate", "status", "--json")).json() as { applied: number; latest: number };
    expect([fresh.applied, existsSync(dataDir)]).toEqual([0, false]);
    expect((await run("migrate", "up", "--json")).json()).toMatchObject({ applied: fresh.latest });
    expect((await run("migrate", "down", "--json")).json()).toMatchObject({ applied: fresh.latest - 1 });
    expect((await run("migrate", "status", "--json")).json()).toMatchObject({ applied: fresh.latest - 1, latest: fresh.latest });
  });
});

describe("serve", () => {
  const serve = async () => {
    const test = createTestTerminal(dataDir, folder.path);
    const ended = runCli(["serve", "--port", "0", "--json"], test.terminal);
    await expect.poll(test.output, { timeout: 10_000 }).not.toBe("");
    return { ...test, ended, host: test.json() as { url: string; setupCodePath: string } };
  };

  it("says where it is, keeps the set-up code to its owner, and leaves nothing open when asked to end", async () => {
    const { host, interrupt, ended, output } = await serve();
    expect((await fetch(`${host.url}/health`)).status).toBe(200);
    const code = readFileSync(host.setupCodePath, "utf8").trim();
    expect([code, output().includes(code), statSync(localHostPath(dataDir)).mode & 0o777]).toEqual([
      expect.stringMatching(/^\w{4}-\w{4}$/),
      false,
      0o600,
    ]);
    interrupt();
    expect(await ended).toBe(0);
    expect(existsSync(localHostPath(dataDir))).toBe(false);
    await expect(fetch(`${host.url}/health`)).rejects.toThrow();
    expect((await run("doctor")).code).toBe(0);
  }, 20_000);

  it("a command beside it goes through the running host; without its key it names the process that holds the folder", async () => {
    const { interrupt, ended } = await serve();
    bring("recipe.txt");
    expect((await run("ingest", "papers", "--json")).json()).toMatchObject({ added: 1 });
    const second = await run("serve", "--port", "0");
    expect([second.code, second.notes]).toEqual([1, expect.stringContaining(`process ${process.pid}`)]);
    rmSync(localHostPath(dataDir));
    const held = await run("search", "plums", "--json");
    expect([held.code, held.json()]).toEqual([1, { error: expect.objectContaining({ type: "DataFolderHeld", pid: process.pid }) }]);
    interrupt();
    await ended;
  }, 20_000);
});
