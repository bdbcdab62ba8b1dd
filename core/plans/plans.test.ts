import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plan, text } from "./builder.ts";
import { carryOut, fill, need, openTestPlans, snapshot, type TestPlans } from "./test-plans.ts";

let test: TestPlans;
beforeEach(() => {
  test = openTestPlans();
});
afterEach(() => test.cleanup());

const invoices = () => {
  const draft = plan("Sort invoices");
  const read = draft.step("read", "files.read", { path: "in/a.txt" });
  draft.step("move", "files.move", { from: "in/a.txt", to: "2024/a.txt" }, { after: [read] });
  draft.step("sum-up", "files.write", { path: "summary.txt", text: text("First: ", read.output("/text")), encoding: "utf-8" });
  draft.step("change", "files.write", { path: "notes.txt", text: "new\n", encoding: "utf-8" });
  draft.step("bin", "files.trash", { path: "old" });
  return draft.build();
};

describe("a plan of file steps", () => {
  beforeEach(() => fill(test.root, { "in/a.txt": "one\n", "notes.txt": "old\n", "old/x.txt": "x", "old/y/z.txt": "z" }));

  it("[P1] [P12] does what was foreseen, and undo brings every byte back; undoing that does it again", async () => {
    const before = snapshot(test.root);
    const { run, simulation } = await carryOut(test, invoices());
    expect(run.report).toMatchObject({ outcome: "done", undone: [], couldNotUndo: [] });
    expect(run.report?.done).toEqual(simulation.predictions.flatMap(({ effects }) => effects));
    const after = snapshot(test.root);
    expect(Object.keys(after)).toEqual(["2024", "2024/a.txt", "in", "notes.txt", "summary.txt"]);
    expect(Buffer.from(after["summary.txt"]?.split(" ")[1] ?? "", "base64").toString()).toBe("First: one\n");

    const undoId = need(await test.plans.undo(run.id, []));
    expect(need(await test.plans.ended(undoId)).report?.outcome).toBe("done");
    expect(snapshot(test.root)).toEqual(before);
    expect(need(test.plans.getRun(run.id)).report?.outcome).toBe("undone");

    const redoId = need(await test.plans.undo(undoId, []));
    need(await test.plans.ended(redoId));
    expect(snapshot(test.root)).toEqual(after);
    expect(need(test.plans.getRun(run.id)).report?.outcome).toBe("done");
  });
});
