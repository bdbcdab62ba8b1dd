import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { carryOut, draftOf, fill, need, openTestPlans, snapshot, type TestPlans } from "./test-plans.ts";

const open: TestPlans[] = [];
afterEach(async () => {
  for (const test of open.splice(0)) await test.cleanup();
});
const openTest = (): TestPlans => {
  const test = openTestPlans();
  open.push(test);
  return test;
};

/** Everything the file system says of a tree except when it was last read. */
const everything = (root: string): unknown[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((path) => {
      const { ctimeNs, ino, mode, mtimeNs, nlink, size } = statSync(join(root, path), { bigint: true });
      return [path, ctimeNs, ino, mode, mtimeNs, nlink, size].join(" ");
    });

it("[P4] a dry run of every kind of step leaves the folder, the network and the processes alone", () => {
  const test = openTest();
  fill(test.root, { "a.txt": "one\n", "b/c.txt": "two\n", "old/x.txt": "x" });
  const draft = draftOf({
    title: "Everything",
    steps: [
      { name: "list", tool: "files.list", input: { path: ".", recursive: true, limit: 100 } },
      { name: "write", tool: "files.write", input: { path: "new/n.txt", text: "n", encoding: "utf-8" } },
      { name: "patch", tool: "files.patch", input: { path: "a.txt", edit: { type: "replace", oldText: "one", newText: "1" } } },
      { name: "move", tool: "files.move", input: { from: "b", to: "d" } },
      { name: "copy", tool: "files.copy", input: { from: "a.txt", to: "d/a.txt" }, after: ["patch", "move"] },
      { name: "bin", tool: "files.trash", input: { path: "old" } },
      { name: "fetch", tool: "http.fetch", input: { url: "https://example.com/", method: "POST", body: "hello" } },
      { name: "command", tool: "shell.run", input: { command: "touch made-by-command" }, mayChange: ["made-by-command"] },
      { name: "tell", tool: "notify.send", input: { title: "Done", text: "It is done" } },
      { name: "remember", tool: "memory.add", input: { title: "Note", text: "Remember this" } },
    ],
  });
  const planPath = join(test.dataDir, "plan.json");
  writeFileSync(planPath, JSON.stringify(draft));
  const before = everything(test.root);
  const child = fileURLToPath(new URL("test-simulate-child.ts", import.meta.url));
  const output = execFileSync(process.execPath, [child, join(test.dataDir, "other"), test.root, planPath], { encoding: "utf8" });
  const { caught, effects } = JSON.parse(output) as { caught: string[]; effects: string[] };
  expect(caught).toEqual([]);
  expect(new Set(effects)).toEqual(new Set(["file", "http", "command", "notification", "memory"]));
  expect(everything(test.root)).toEqual(before);
}, 30_000);

const examples = fileURLToPath(new URL("../../resources/plans/", import.meta.url));

it.each(readdirSync(examples).filter((name) => name.endsWith(".json")))(
  "[P3, P12] the example %s does what it foresees, and undo takes it back",
  async (name) => {
    const test = openTest();
    cpSync(join(examples, name.replace(/\.json$/, "")), test.root, { recursive: true });
    const before = snapshot(test.root);
    const { readFileSync } = await import("node:fs");
    const draft = need(test.plans.parse(readFileSync(join(examples, name), "utf8")));
    const { run, simulation } = await carryOut(test, draft);
    expect(run.report).toMatchObject({ outcome: "done", couldNotUndo: [] });
    expect(simulation.unpredictable).toEqual([]);
    expect(snapshot(test.root)).not.toEqual(before);
    need(await test.plans.ended(need(await test.plans.undo(run.id))));
    expect(snapshot(test.root)).toEqual(before);
  },
);
