import { mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createOlympus } from "#core/host";
import { openFileVault } from "#core/settings";
import { createTestFolder, startProviderServer, type ProviderServer } from "#core/testing";
import type { Client } from "./local-host.ts";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
let server: ProviderServer;
let dataDir: string;
let workspace: string;

beforeEach(async () => {
  folder = createTestFolder();
  dataDir = join(folder.path, "data");
  workspace = join(folder.path, "invoices");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "a.txt"), "Invoice of 2024\n");
  server = await startProviderServer("openai");
});
afterEach(async () => {
  await server.close();
  folder.cleanup();
});

const withHost = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const secrets = openFileVault({ path: join(folder.path, "vault.json") });
  const opened = await createOlympus({ dataDir, hostName: "test", version: "0", secrets });
  if (!opened.ok) throw new Error(opened.error.type);
  try {
    return await work(createRouterClient(opened.value.router, { context: {} }) as unknown as Client);
  } finally {
    await opened.value.close();
  }
};

/** A server of the person's own that needs no key. */
const addModel = () =>
  withHost(async (client) => {
    const { id } = await client.providers.add({ kind: "compatible", name: "Own", baseUrl: `${server.origin}/v1`, model: "own-1" });
    await client.settings.update({ modelOrder: [id] });
  });

const run = async (...args: string[]) => {
  const test = createTestTerminal(dataDir, folder.path);
  const code = await runCli(args, test.terminal);
  return { code, json: test.json as () => Record<string, unknown>, notes: test.notes.join("\n") };
};

const says = (next: object) => ({ type: "answer" as const, answer: { text: [JSON.stringify({ next })] } });
const step = (name: string, tool: string, input: object, after: readonly string[] = []) => ({
  name,
  why: "",
  tool,
  input,
  after,
  mayChange: [],
});
const sorting = says({ action: "plan", title: "Sort", steps: [step("sort", "files.move", { from: "a.txt", to: "2024/a.txt" })] });
const looking = says({ action: "look", tool: "files.list", input: { path: ".", recursive: true, limit: 100 } });
const keys = ["taskId", "state", "planId", "hash", "effects", "diff", "unpredictable"];

it("without a model says that planning needs one and what to do", async () => {
  const { code, json, notes } = await run("do", "Sort by year", "--workspace", "invoices", "--json");
  expect([code, json()]).toEqual([1, { taskId: expect.stringMatching(/^task_/), state: "failed", error: { type: "PlannerMissing" } }]);
  expect(notes).toMatch(/needs a model.*GGUF.*provider/);
}, 30_000);

it("draft shows the dry run and does nothing; the approved hash does exactly it, once; undo takes it back", async () => {
  await addModel();
  server.script(looking, sorting);
  const drafted = await run("do", "Sort", "by", "year", "--workspace", "invoices", "--json");
  const shown = drafted.json();
  expect([drafted.code, Object.keys(shown), shown["state"]]).toEqual([0, keys, "waiting-for-approval"]);
  expect(shown["diff"]).toContain("move a.txt → 2024/a.txt");
  expect(shown["effects"]).toMatchObject([
    { step: "sort", type: "file" },
    { step: "sort", type: "file", operation: { type: "move", from: "a.txt", to: "2024/a.txt" } },
  ]);
  expect(readdirSync(workspace)).toEqual(["a.txt"]);

  const taskId = String(shown["taskId"]);
  expect((await run("do", taskId, "--approve", "0".repeat(64), "--json")).json()).toMatchObject({ error: { type: "ApprovalMissing" } });
  expect(readdirSync(workspace)).toEqual(["a.txt"]);
  const done = await run("do", taskId, "--approve", String(shown["hash"]), "--json");
  expect([done.code, done.json()]).toEqual([
    0,
    expect.objectContaining({ state: "done", report: expect.objectContaining({ outcome: "done" }) }),
  ]);
  expect(readFileSync(join(workspace, "2024/a.txt"), "utf8")).toBe("Invoice of 2024\n");
  expect((await run("do", taskId, "--approve", String(shown["hash"]), "--json")).code).toBe(1);

  expect((await run("plan", "undo", String(done.json()["runId"]), "--json")).code).toBe(0);
  expect(readdirSync(workspace)).toEqual(["a.txt"]);
}, 60_000);

it("observe ends with the dry run; a question is answered", async () => {
  await addModel();
  server.script(sorting);
  const observed = await run("do", "Sort", "--workspace", "invoices", "--mode", "observe", "--json");
  expect([observed.code, observed.json()["state"], readdirSync(workspace)]).toEqual([0, "simulated", ["a.txt"]]);
  server.script(says({ action: "answer", text: "One." }));
  const answered = await run("do", "How many?", "--workspace", "invoices", "--json");
  expect([answered.code, answered.json()]).toMatchObject([0, { state: "answered", answer: "One.", planId: null, effects: [] }]);
}, 60_000);

it("autopilot does what policy allows in the named folder, and leaves no grant behind", async () => {
  await addModel();
  server.script(sorting);
  const done = await run("do", "Sort", "--workspace", "invoices", "--mode", "autopilot", "--json");
  expect([done.code, Object.keys(done.json())]).toEqual([0, [...keys, "runId", "report"]]);
  expect(done.json()).toMatchObject({ state: "done", report: { outcome: "done" } });
  expect(readdirSync(join(workspace, "2024"))).toEqual(["a.txt"]);
  expect(await withHost((client) => client.workspaces.list())).toEqual([]);
}, 60_000);

it("autopilot waits with what is risky, and says so", async () => {
  await addModel();
  server.script(
    says({
      action: "plan",
      title: "Send",
      steps: [step("send", "http.fetch", { url: "https://example.org/", method: "POST", body: "hello" })],
    }),
  );
  const waits = await run("do", "Send it", "--workspace", "invoices", "--mode", "autopilot", "--json");
  expect([waits.code, waits.json()["state"]]).toEqual([0, "waiting-for-approval"]);
  const asked = await withHost(async (client) => ({
    approvals: await client.approvals.list({ state: "pending" }),
    workspaces: await client.workspaces.list(),
  }));
  expect(asked).toMatchObject({
    approvals: [{ runId: waits.json()["runId"], destinations: ["example.org"] }],
    workspaces: [{ root: realpathSync(workspace) }],
  });
}, 60_000);
