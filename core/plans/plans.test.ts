import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { err, ok } from "#core/base/schema";
import { createFakeClock } from "#core/testing";
import type { Tool } from "#core/tools";
import type { Effect } from "#core/tools/schema";
import { plan, text } from "./builder.ts";
import type { RunId } from "./schema.ts";
import { carryOut, draftOf, fill, need, openTestPlans, snapshot, type TestPlans } from "./test-plans.ts";

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

  it("[P1, P12] does what was foreseen, and undo brings every byte back; undoing that does it again", async () => {
    const before = snapshot(test.root);
    const { run, simulation } = await carryOut(test, invoices());
    expect(run.report).toMatchObject({ outcome: "done", undone: [], couldNotUndo: [] });
    expect(run.report?.done).toEqual(simulation.predictions.flatMap(({ effects }) => effects));
    const after = snapshot(test.root);
    expect(Object.keys(after)).toEqual(["2024", "2024/a.txt", "in", "notes.txt", "summary.txt"]);
    expect(Buffer.from(after["summary.txt"]?.split(" ")[1] ?? "", "base64").toString()).toBe("First: one\n");

    const undoId = need(await test.plans.undo(run.id));
    expect(need(await test.plans.ended(undoId)).report?.outcome).toBe("done");
    expect(snapshot(test.root)).toEqual(before);
    expect(need(test.plans.getRun(run.id)).report?.outcome).toBe("undone");

    const redoId = need(await test.plans.undo(undoId));
    need(await test.plans.ended(redoId));
    expect(snapshot(test.root)).toEqual(after);
    expect(need(test.plans.getRun(run.id)).report?.outcome).toBe("done");
  });
});

const writeTwo = (rollback: "keep" | "undo" = "undo") =>
  draftOf({
    title: "Two files",
    steps: [
      { name: "one", tool: "files.write", input: { path: "one.txt", text: "1\n", encoding: "utf-8" }, rollback },
      { name: "two", tool: "files.write", input: { path: "two.txt", text: "2\n", encoding: "utf-8" }, after: ["one"] },
    ],
  });

describe("approval", () => {
  it("[P5, P6] the same question has the same hash; a changed folder, an unknown hash, a second use and the end of its time are refused", async () => {
    const clock = createFakeClock();
    const timed = openTestPlans({ clock });
    const { plans, root } = timed;
    const { id } = need(plans.create(writeTwo(), { workspaceRoot: root }));
    const first = need(await plans.simulate(id));
    expect(need(await plans.simulate(id)).hash).toBe(first.hash);
    expect(await plans.run(id, { hash: null })).toMatchObject({ ok: false, error: { type: "ApprovalMissing", hash: first.hash } });
    expect(await plans.run(id, { hash: first.hash })).toMatchObject({ ok: false, error: { type: "ApprovalMissing" } });
    expect(plans.approve(id, "0".repeat(64), "test")).toMatchObject({ ok: false, error: { type: "ApprovalMissing" } });
    need(plans.approve(id, first.hash, "test"));
    fill(root, { "two.txt": "somebody's\n" });
    expect(await plans.run(id, { hash: first.hash })).toMatchObject({ ok: false, error: { type: "ApprovalStale", approved: first.hash } });
    const second = need(await plans.simulate(id));
    need(plans.approve(id, second.hash, "test"));
    await clock.advance(30 * 60_000);
    expect(await plans.run(id, { hash: second.hash })).toMatchObject({ ok: false, error: { type: "ApprovalExpired" } });
    expect(snapshot(root)).toEqual({ "two.txt": expect.any(String) });
    await timed.cleanup();
  });

  it("[P6] one approval serves one run, also for a plan that leaves the folder as it was", async () => {
    const draft = draftOf({
      title: "Look",
      steps: [{ name: "look", tool: "files.list", input: { path: ".", recursive: false, limit: 10 } }],
    });
    const { plan: kept, simulation } = await carryOut(test, draft);
    expect(await test.plans.run(kept.id, { hash: simulation.hash })).toMatchObject({ ok: false, error: { type: "ApprovalMissing" } });
  });

  it("[P16, P17] Observe runs nothing, and a folder that nobody granted is refused", async () => {
    const strict = openTestPlans({ changes: { isGranted: () => false } });
    expect(strict.plans.create(writeTwo(), { workspaceRoot: strict.root })).toMatchObject({
      ok: false,
      error: { type: "WorkspaceUnusable" },
    });
    const { id } = need(strict.plans.create(writeTwo(), { workspaceRoot: strict.root, ownGrant: true }));
    const { hash } = need(await strict.plans.simulate(id));
    need(strict.plans.approve(id, hash, "test"));
    expect(await strict.plans.run(id, { hash, mode: "observe" })).toMatchObject({ ok: false, error: { type: "ModeForbids" } });
    expect(snapshot(strict.root)).toEqual({});
    await strict.cleanup();
  });
});

/** A tool whose runs the test decides; in a dry run it describes a note and does nothing. */
const noteTool = (run: (attempt: number) => Promise<"done" | "failed">): Tool & { readonly calls: () => number } => {
  let calls = 0;
  const effect: Effect = { type: "notification", title: "note", text: "" };
  return {
    info: { name: "test.note", summary: "", risk: "high", inputSchema: { type: "object" } },
    input: z.object({}),
    calls: () => calls,
    run: async (_input, { beforeOutside, simulate }, signal) => {
      const outcome = ok({ output: null, effects: [effect], unpredictable: [], untrusted: false });
      if (simulate) return outcome;
      const may = await beforeOutside(effect, signal);
      if (!may.ok) return may;
      calls += 1;
      return (await run(calls)) === "done" ? outcome : err({ type: "RequestFailed", url: "", reason: "lost" });
    },
  };
};
const noteStep = { name: "note", tool: "test.note", input: {}, after: ["one"], retries: { attempts: 3, delayMs: 0 } };

describe("when something goes wrong", () => {
  it("[P10, P11, P14] something outside that failed may have happened: it is said, not repeated, and what was done before is taken back", async () => {
    const tool = noteTool(async () => "failed");
    const risky = openTestPlans({ tools: [tool] });
    const { run } = await carryOut(risky, draftOf({ title: "Tell", steps: [...writeTwo().steps.slice(0, 1), noteStep] }));
    expect(tool.calls()).toBe(1);
    expect(run.report).toMatchObject({
      outcome: "partly-undone",
      done: [],
      undone: [{ type: "file" }],
      couldNotUndo: [{ effect: { type: "notification" }, why: "it may have been shown, though it ended badly: lost" }],
    });
    expect(snapshot(risky.root)).toEqual({});
    await risky.cleanup();
  });

  it("[P10] after a crash between intent and result it is never repeated", async () => {
    const place = openTestPlans();
    await place.plans.close();
    place.drop();
    const never = noteTool(() => new Promise(() => {}));
    const dying = openTestPlans({ dataDir: place.dataDir, root: place.root, tools: [never] });
    const kept = need(
      dying.plans.create(draftOf({ title: "Tell", steps: [...writeTwo().steps.slice(0, 1), noteStep] }), { workspaceRoot: place.root }),
    );
    const { hash } = need(await dying.plans.simulate(kept.id));
    need(dying.plans.approve(kept.id, hash, "test"));
    const runId = need(await dying.plans.run(kept.id, { hash }));
    await expect.poll(never.calls).toBe(1);
    dying.drop();
    const after = noteTool(async () => "done");
    const next = openTestPlans({ dataDir: place.dataDir, root: place.root, tools: [after] });
    next.plans.resumeInterrupted();
    const run = need(await next.plans.ended(runId));
    expect([after.calls(), run.steps[1]?.error?.type, run.report?.outcome]).toEqual([0, "MayHaveHappened", "partly-undone"]);
    expect(snapshot(place.root)).toEqual({});
    await next.cleanup();
  });

  it("[P8, P11] a folder changed between two steps stops the run; steps that are to be kept stay", async () => {
    const changing = openTestPlans({
      changes: {
        onJournalPoint: (point) => (point === "after an operation" ? fill(changing.root, { "two.txt": "somebody's\n" }) : undefined),
      },
    });
    const { run } = await carryOut(changing, writeTwo("keep"));
    expect(run.steps.map(({ error, state }) => [state, error?.type])).toEqual([
      ["done", undefined],
      ["failed", "Deviated"],
    ]);
    expect(run.report).toMatchObject({ outcome: "compensated", done: [{ type: "file" }] });
    expect(Object.keys(snapshot(changing.root))).toEqual(["one.txt", "two.txt"]);
    await changing.cleanup();
  });

  it("[P13] a later edit is a conflict, shown before and refused; forced, it is kept and comes back", async () => {
    const { run } = await carryOut(test, writeTwo());
    fill(test.root, { "one.txt": "mine now\n" });
    const edited = snapshot(test.root);
    expect(need(await test.plans.undoPreview(run.id))).toMatchObject({ conflicts: ["one.txt"] });
    expect(await test.plans.undo(run.id)).toMatchObject({ ok: false, error: { type: "UndoConflict", paths: ["one.txt"] } });
    expect(snapshot(test.root)).toEqual(edited);
    const undoId = need(await test.plans.undo(run.id, { force: ["one.txt"] }));
    need(await test.plans.ended(undoId));
    expect(snapshot(test.root)).toEqual({});
    need(await test.plans.ended(need(await test.plans.undo(undoId))));
    expect(snapshot(test.root)).toEqual(edited);
  });
});

describe("pause and cancel", () => {
  it("[P15] pause starts no further step, also over a restart; cancel keeps what was done", async () => {
    const place = openTestPlans();
    place.drop();
    const slow: TestPlans = openTestPlans({
      dataDir: place.dataDir,
      root: place.root,
      changes: { onJournalPoint: (point) => (point === "after an operation" ? void slow.plans.pause(runId) : undefined) },
    });
    let runId: RunId;
    const kept = need(slow.plans.create(writeTwo(), { workspaceRoot: place.root }));
    const { hash } = need(await slow.plans.simulate(kept.id));
    need(slow.plans.approve(kept.id, hash, "test"));
    runId = need(await slow.plans.run(kept.id, { hash }));
    await expect.poll(() => need(slow.plans.getRun(runId)).steps[0]?.state).toBe("done");
    await slow.plans.close();
    slow.drop();
    const next = openTestPlans({ dataDir: place.dataDir, root: place.root });
    expect(next.plans.resumeInterrupted()).toEqual([]);
    expect(need(next.plans.getRun(runId)).state).toBe("paused");
    need(next.plans.cancel(runId));
    expect(need(await next.plans.ended(runId)).report).toMatchObject({ outcome: "stopped", done: [{ type: "file" }] });
    expect(Object.keys(snapshot(place.root))).toEqual(["one.txt"]);
    await next.cleanup();
  });
});

it("[P15] cancelling while a step waits for its retry keeps what was done before it", async () => {
  const offline = openTestPlans({ clock: createFakeClock() });
  const address = "https://nobody.invalid/";
  const draft = plan("Write, then ask");
  const write = draft.step("write", "files.write", { path: "one.txt", text: "1\n", encoding: "utf-8" });
  draft.step(
    "ask",
    "http.fetch",
    { method: "GET", url: address, body: "", contentType: "text/plain" },
    { after: [write], retries: { attempts: 3, delayMs: 60_000 } },
  );
  const kept = need(offline.plans.create(draft.build(), { workspaceRoot: offline.root }));
  const { hash } = need(await offline.plans.simulate(kept.id));
  need(offline.plans.approve(kept.id, hash, "test"));
  const runId = need(await offline.plans.run(kept.id, { hash }));
  await expect.poll(() => need(offline.plans.getRun(runId)).steps[1]?.attempts).toBe(1);
  need(offline.plans.cancel(runId));
  const ended = need(await offline.plans.ended(runId));
  expect(ended.report?.outcome).toBe("stopped");
  expect(Object.keys(snapshot(offline.root))).toEqual(["one.txt"]);
  await offline.cleanup();
});

describe("what cannot be foreseen", () => {
  const surprising = (path: string): Tool => ({
    info: { name: "test.surprise", summary: "", risk: "medium", inputSchema: { type: "object" } },
    input: z.object({}),
    run: async (_input, { files, simulate }) => {
      if (simulate) return ok({ output: null, effects: [], unpredictable: ["it writes a file"], untrusted: false });
      const written = await files.write(path, new TextEncoder().encode("surprise\n"));
      return written.ok ? ok({ output: null, effects: [], unpredictable: [], untrusted: false }) : written;
    },
  });
  const draft = draftOf({ title: "Surprise", steps: [{ name: "surprise", tool: "test.surprise", input: {}, mayChange: ["out/*.txt"] }] });

  it("[P7] is said, and may change only what the plan names", async () => {
    for (const [path, outcome] of [
      ["out/a.txt", "done"],
      ["elsewhere.txt", "compensated"],
    ] as const) {
      const odd = openTestPlans({ tools: [surprising(path)] });
      const kept = need(odd.plans.create(draft, { workspaceRoot: odd.root }));
      const simulation = need(await odd.plans.simulate(kept.id));
      expect(simulation.unpredictable).toEqual([{ step: "surprise", reason: "it writes a file" }]);
      need(odd.plans.approve(kept.id, simulation.hash, "test"));
      const runId = need(await odd.plans.run(kept.id, { hash: simulation.hash }));
      await expect
        .poll(() => odd.permission.approvals.list("pending").length + Number(need(odd.plans.getRun(runId)).state === "ended"))
        .toBe(1);
      for (const { id } of odd.permission.approvals.list("pending")) need(odd.permission.approvals.decide(id, { type: "once" }));
      expect(need(await odd.plans.ended(runId)).report?.outcome).toBe(outcome);
      expect(Object.keys(snapshot(odd.root))).toEqual(outcome === "done" ? ["out", "out/a.txt"] : []);
      await odd.cleanup();
    }
  });
});
