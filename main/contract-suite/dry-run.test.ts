import { copyFileSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createOlympus, type Olympus } from "#core/host";
import type { PlanDraftInput } from "#core/plans/schema";
import { openFileVault } from "#core/settings";
import { createTestFolder } from "#core/testing";
import { createHttpClient } from "../http-client/index.ts";

const examples = join(import.meta.dirname, "../../resources/plans");

/** Every entry with its content, mode, number and times: anything done to the folder shows, reading aside. */
const look = (folder: string): readonly unknown[] =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const { ctimeMs, ino, mode, mtimeMs, nlink } = lstatSync(path);
      const content = entry.isFile() ? readFileSync(path, "base64") : entry.isSymbolicLink() ? readlinkSync(path) : "";
      return [{ path, ctimeMs, ino, mode, mtimeMs, nlink, content }, ...(entry.isDirectory() ? look(path) : [])];
    });

let folder: ReturnType<typeof createTestFolder>;
let olympus: Olympus;
/** Nobody may even ask for a name. */
const resolve = vi.fn(async () => []);
beforeEach(async () => {
  folder = createTestFolder();
  const secrets = openFileVault({ path: join(folder.path, "vault.json") });
  const opened = await createOlympus({
    dataDir: join(folder.path, "data"),
    hostName: "test",
    version: "0",
    secrets,
    http: createHttpClient(resolve),
  });
  if (!opened.ok) throw new Error(opened.error.type);
  olympus = opened.value;
});
afterEach(async () => {
  expect(resolve).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  await olympus.close();
  folder.cleanup();
});

const simulate = async (draft: PlanDraftInput, root: string) => {
  const client = createRouterClient(olympus.router, { context: {} });
  const kept = await client.plans.create({ draft, workspaceRoot: root, ownGrant: true });
  return client.plans.simulate({ planId: kept.id });
};

it.each(["clean-up-downloads", "collect-notes-into-one", "rename-photos-by-date", "sort-invoices-by-year"])(
  "the dry run of %s touches neither the folder nor the network",
  async (name) => {
    const root = join(folder.path, name);
    cpSync(join(examples, name), root, { recursive: true });
    const before = look(root);
    const connect = vi.spyOn(Socket.prototype, "connect");
    const simulation = await simulate(JSON.parse(readFileSync(join(examples, `${name}.json`), "utf8")) as PlanDraftInput, root);
    expect(simulation.predictions.flatMap(({ effects }) => effects).length).toBeGreaterThan(0);
    expect(look(root)).toEqual(before);
    expect(connect).not.toHaveBeenCalled();
  },
);

it("the dry run of a plan that would write, send, run and tell does none of it", async () => {
  const root = join(folder.path, "work");
  mkdirSync(join(root, "old"), { recursive: true });
  copyFileSync(join(examples, "sort-invoices-by-year.json"), join(root, "old/notes.txt"));
  symlinkSync("old/notes.txt", join(root, "link"));
  const before = look(root);
  const connect = vi.spyOn(Socket.prototype, "connect");
  const simulation = await simulate(
    {
      title: "Everything at once",
      steps: [
        { name: "write", tool: "files.write", input: { path: "new/a.txt", text: "a\n", encoding: "utf-8" } },
        { name: "move", tool: "files.move", input: { from: "old/notes.txt", to: "new/notes.txt" } },
        { name: "trash", tool: "files.trash", input: { path: "old" }, after: ["move"] },
        {
          name: "send",
          tool: "http.fetch",
          input: { method: "POST", url: "https://example.org/", body: "secret", contentType: "text/plain" },
        },
        { name: "run", tool: "shell.run", input: { command: "touch made; curl https://example.org/", folder: "" }, mayChange: ["**"] },
        { name: "tell", tool: "notify.send", input: { title: "Done", text: "All of it" } },
        { name: "note", tool: "memory.add", input: { title: "Note", text: "Remember this" } },
      ],
    },
    root,
  );
  expect(new Set(simulation.predictions.flatMap(({ effects }) => effects.map(({ type }) => type)))).toEqual(
    new Set(["file", "http", "command", "notification", "memory"]),
  );
  expect(simulation.unpredictable.map(({ step }) => step)).toContain("run");
  expect(look(root)).toEqual(before);
  expect(connect).not.toHaveBeenCalled();
});
