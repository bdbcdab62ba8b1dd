import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { carryOut, draftOf, fill, need, openTestPlans, snapshot, type TestPlans } from "./test-plans.ts";

let test: TestPlans;
beforeEach(() => {
  test = openTestPlans();
});
afterEach(() => test.cleanup());

const write = (name: string, path: string, text: string, after: readonly string[] = []) => ({
  name,
  tool: "files.write",
  input: { path, text, encoding: "utf-8" },
  after: [...after],
});
const move = (name: string, from: string, to: string, after: readonly string[] = []) => ({
  name,
  tool: "files.move",
  input: { from, to },
  after: [...after],
});
const textAt = (path: string): string => Buffer.from(snapshot(test.root)[path]?.split(" ")[1] ?? "", "base64").toString();
const undo = async (runId: string, choices: object) => need(await test.plans.ended(need(await test.plans.undo(runId, choices))));

it("[P13] a conflict says what was expected and what was found; what is skipped stays, the rest goes back, and a later undo takes the skipped back", async () => {
  fill(test.root, { "a.txt": "a0\n", "b.txt": "b0\n" });
  const { run } = await carryOut(test, draftOf({ title: "Two", steps: [write("a", "a.txt", "a1\n"), write("b", "b.txt", "b1\n")] }));
  fill(test.root, { "a.txt": "mine\n" });
  const preview = need(await test.plans.undoPreview(run.id));
  expect(preview.conflictPlaces).toMatchObject([
    { path: "a.txt", step: "a", expected: { kind: "file", sizeBytes: 3 }, found: { kind: "file", sizeBytes: 5 }, mayForce: true },
  ]);
  expect(preview.conflicts).toEqual(["a.txt"]);
  const skipping = need(await test.plans.undoPreview(run.id, { skip: ["a.txt"] }));
  expect(skipping).toMatchObject({
    conflicts: [],
    cannotUndo: [],
    skipped: [{ operation: { path: "a.txt" } }],
    effects: [{ operation: { path: "b.txt" } }],
  });
  await undo(run.id, { skip: ["a.txt"] });
  expect([textAt("a.txt"), textAt("b.txt")]).toEqual(["mine\n", "b0\n"]);
  expect(need(test.plans.getRun(run.id)).report).toMatchObject({ outcome: "partly-undone", done: [{ operation: { path: "a.txt" } }] });
  await undo(run.id, { force: ["a.txt"] });
  expect(textAt("a.txt")).toBe("a0\n");
});

it("[P13] what came before at a skipped place stays as well, also through moves, and a folder that holds it stays", async () => {
  fill(test.root, { "in/a.txt": "a0\n", "in/b.txt": "b0\n" });
  const steps = [
    write("change", "in/a.txt", "a1\n"),
    move("sort-a", "in/a.txt", "2024/a.txt", ["change"]),
    move("sort-b", "in/b.txt", "2024/b.txt", ["sort-a"]),
  ];
  const { run } = await carryOut(test, draftOf({ title: "Sort", steps }));
  fill(test.root, { "2024/a.txt": "mine\n" });
  const preview = need(await test.plans.undoPreview(run.id, { skip: ["2024/a.txt"] }));
  expect(preview).toMatchObject({ conflicts: [], cannotUndo: [], effects: [{ operation: { type: "move", to: "in/b.txt" } }] });
  expect(preview.skipped).toHaveLength(3);
  await undo(run.id, { skip: ["2024/a.txt"] });
  expect([Object.keys(snapshot(test.root)), textAt("2024/a.txt")]).toEqual([["2024", "2024/a.txt", "in", "in/b.txt"], "mine\n"]);
});

it("[P13] what lies skipped in a folder that goes back goes with it, untouched", async () => {
  fill(test.root, { "old/x.txt": "x0\n", "old/y.txt": "y0\n" });
  const steps = [move("rename", "old", "new"), write("change", "new/x.txt", "x1\n", ["rename"])];
  const { run } = await carryOut(test, draftOf({ title: "Rename", steps }));
  fill(test.root, { "new/x.txt": "mine\n" });
  await undo(run.id, { skip: ["new/x.txt"] });
  expect([Object.keys(snapshot(test.root)), textAt("old/x.txt")]).toEqual([["old", "old/x.txt", "old/y.txt"], "mine\n"]);
});

it("[P13] a place that is never overwritten can be skipped but not forced", async () => {
  fill(test.root, { "a.txt": "a0\n" });
  const { run } = await carryOut(test, draftOf({ title: "One", steps: [write("a", "a.txt", "a1\n")] }));
  renameSync(join(test.root, "a.txt"), join(test.root, "kept.txt"));
  fill(test.root, { "a.txt/inside.txt": "mine\n" });
  expect(need(await test.plans.undoPreview(run.id)).conflictPlaces).toMatchObject([
    { path: "a.txt", found: { kind: "folder" }, mayForce: false },
  ]);
  expect(need(await test.plans.undoPreview(run.id, { force: ["a.txt"] }))).toMatchObject({
    effects: [],
    cannotUndo: [{ why: "something else stands at a.txt" }],
  });
  expect(await test.plans.undo(run.id, { skip: ["a.txt"] })).toMatchObject({ ok: false, error: { type: "RunNotUndoable" } });
});
