import { setImmediate } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { err, ok } from "#core/base/schema";
import { createFakeClock, type FakeClock } from "#core/testing";
import type { Tool, ToolOutcome } from "#core/tools";
import { carryOut, draftOf, fill, need, openTestPlans, snapshot, type TestPlans, type TestPlansOptions } from "./test-plans.ts";

let test: TestPlans;
afterEach(() => test.cleanup());
const open = (options: TestPlansOptions = {}): TestPlans => (test = openTestPlans(options));

const nothing: ToolOutcome = { output: null, effects: [], unpredictable: [], untrusted: false };
/** Looks and does nothing, as the test decides; in a dry run at once. */
const lookTool = (run: (step: string, signal: AbortSignal) => ReturnType<Tool["run"]>): Tool => ({
  info: { name: "test.look", summary: "", risk: "low", inputSchema: { type: "object" } },
  input: z.object({ step: z.string() }),
  run: async (input, { simulate }, signal) => (simulate ? ok(nothing) : run((input as { step: string }).step, signal)),
});
const look = (name: string, more: object = {}) => ({ name, tool: "test.look", input: { step: name }, ...more });
const writeStep = (name: string, more: object = {}) => ({
  name,
  tool: "files.write",
  input: { path: `${name}.txt`, text: `${name}\n`, encoding: "utf-8" },
  ...more,
});

/** Starts what was approved and answers at once. */
const start = async ({ plans, root }: TestPlans, draft: ReturnType<typeof draftOf>) => {
  const { id } = need(plans.create(draft, { workspaceRoot: root }));
  const { hash } = need(await plans.simulate(id));
  need(plans.approve(id, hash, "test"));
  return { planId: id, hash, runId: need(await plans.run(id, { hash })) };
};

/** Moves time on, a little at a time, until a run has ended. */
const passTime = async (clock: FakeClock, ended: Promise<unknown>): Promise<void> => {
  let isOver = false;
  void ended.finally(() => (isOver = true));
  while (!isOver) {
    await setImmediate();
    await clock.advance(100);
  }
};

it.each([
  // Half of each wait is sure, the other half is chance.
  [1000, [0, 1, 0.5], [500, 2000, 3000]],
  // No wait is longer than five minutes.
  [60_000, [1, 1, 1, 1, 1], [60_000, 120_000, 240_000, 300_000, 300_000]],
])("[P14] waits of a step that is tried again double from %i ms, with chance", async (delayMs, chances, waits) => {
  const clock = createFakeClock();
  const calledAt: number[] = [];
  const tool = lookTool(async () => {
    calledAt.push(clock.nowMs());
    return err({ type: "RequestFailed", url: "", reason: "lost" });
  });
  const left = [...chances];
  open({ clock, tools: [tool], changes: { random: () => left.shift() ?? 0 } });
  const { runId } = await start(test, draftOf({ title: "Try", steps: [look("a", { retries: { attempts: waits.length, delayMs } })] }));
  const ended = test.plans.ended(runId);
  await passTime(clock, ended);
  expect(calledAt.slice(1).map((timeMs, index) => timeMs - (calledAt[index] ?? 0))).toEqual(waits);
  expect(need(await ended).steps).toMatchObject([{ state: "failed", attempts: waits.length + 1 }]);
});

it("[P18] a step that takes longer than its limit is stopped and fails; what was done before it is taken back", async () => {
  const clock = createFakeClock();
  const stoppedAt: number[] = [];
  const tool = lookTool(
    (_step, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          stoppedAt.push(clock.nowMs());
          resolve(err({ type: "Aborted", by: "timeout" }));
        });
      }),
  );
  open({ clock, tools: [tool] });
  const startedAtMs = clock.nowMs();
  const draft = draftOf({ title: "Slow", steps: [writeStep("a"), look("b", { after: ["a"], timeoutMs: 5000 })] });
  const { runId } = await start(test, draft);
  const ended = test.plans.ended(runId);
  await passTime(clock, ended);
  const run = need(await ended);
  expect(stoppedAt).toHaveLength(1);
  expect((stoppedAt[0] ?? 0) - startedAtMs).toBeGreaterThanOrEqual(5000);
  expect(run.steps[1]).toMatchObject({ state: "failed", error: { type: "ToolTooSlow", tool: "test.look", limitMs: 5000 } });
  expect([run.report?.outcome, snapshot(test.root)]).toEqual(["compensated", {}]);
});

it("[P1] two steps that have nothing to do with each other are under way at the same time", async () => {
  const arrived = new Set<string>();
  const both = Promise.withResolvers<void>();
  const tool = lookTool(async (step) => {
    arrived.add(step);
    if (arrived.size === 2) both.resolve();
    // Neither is over before the other has begun.
    await both.promise;
    return ok(nothing);
  });
  open({ tools: [tool] });
  const { run } = await carryOut(test, draftOf({ title: "Two", steps: [look("a"), look("b")] }));
  expect(run.report?.outcome).toBe("done");
});

it("[P15] a paused run goes on where it was, and only once somebody says so", async () => {
  let pausing = true;
  let runId: Awaited<ReturnType<typeof start>>["runId"];
  open({
    changes: {
      onJournalPoint: (point) => {
        if (point === "after an operation" && pausing) void test.plans.pause(runId);
        pausing &&= point !== "after an operation";
      },
    },
  });
  ({ runId } = await start(test, draftOf({ title: "Two", steps: [writeStep("a"), writeStep("b", { after: ["a"] })] })));
  await expect.poll(() => need(test.plans.getRun(runId)).steps[0]?.state).toBe("done");
  expect(need(test.plans.getRun(runId)).state).toBe("paused");
  expect(Object.keys(snapshot(test.root))).toEqual(["a.txt"]);
  expect(need(test.plans.resume(runId)).state).toBe("running");
  expect(need(await test.plans.ended(runId)).report?.outcome).toBe("done");
  expect(Object.keys(snapshot(test.root))).toEqual(["a.txt", "b.txt"]);
  expect(test.plans.resume(runId)).toMatchObject({ ok: false, error: { type: "RunStateWrong", state: "ended" } });
});

it("[P16] Autopilot needs no hash and nobody's yes for what policy allows; what it does not allow waits for an answer", async () => {
  const told: string[] = [];
  open({ ports: { notifier: { send: async ({ title }) => (told.push(title), ok(undefined)) } } });
  const steps = [
    writeStep("a"),
    { name: "tell", tool: "notify.send", input: { title: "Done", text: "" }, after: ["a"], risk: "high" as const },
  ];
  const { id } = need(test.plans.create(draftOf({ title: "Alone", mode: "autopilot", steps }), { workspaceRoot: test.root }));
  const runId = need(await test.plans.run(id, { hash: null }));
  await expect.poll(() => test.permission.approvals.list("pending")).toHaveLength(1);
  expect([need(test.plans.getRun(runId)).state, Object.keys(snapshot(test.root)), told]).toEqual(["waiting-for-approval", ["a.txt"], []]);
  need(test.permission.approvals.decide(test.permission.approvals.list("pending")[0]?.id ?? "", { type: "once" }));
  const run = need(await test.plans.ended(runId));
  expect([run.mode, run.report?.outcome, run.interventions, told]).toEqual(["autopilot", "done", 1, ["Done"]]);
});

it.each([
  ["reject", "The person said no."],
  ["nobody", "Nobody answered within a day."],
])("[P16] a question that ends with %s stops the step, in words", async (how, reason) => {
  const clock = createFakeClock();
  open({ clock, ports: { notifier: { send: async () => ok(undefined) } } });
  const steps = [{ name: "tell", tool: "notify.send", input: { title: "Done", text: "" }, risk: "high" as const }];
  const { id } = need(test.plans.create(draftOf({ title: "Alone", mode: "autopilot", steps }), { workspaceRoot: test.root }));
  const runId = need(await test.plans.run(id, { hash: null }));
  await expect.poll(() => test.permission.approvals.list("pending")).toHaveLength(1);
  if (how === "reject") need(test.permission.approvals.decide(test.permission.approvals.list("pending")[0]?.id ?? "", { type: "reject" }));
  else await clock.advance(24 * 3_600_000);
  expect(need(await test.plans.ended(runId)).steps[0]?.error).toEqual({
    type: "CallRefused",
    tool: "notify.send",
    why: "rejected",
    reason,
  });
});

it("[P3] every edit is a new version; earlier ones stay readable, and a yes to one is none to the next", async () => {
  open();
  const first = draftOf({ title: "First", steps: [writeStep("a")] });
  const { id } = need(test.plans.create(first, { workspaceRoot: test.root }));
  const { hash } = need(await test.plans.simulate(id));
  need(test.plans.approve(id, hash, "test"));
  const edited = need(test.plans.edit(id, draftOf({ title: "Second", steps: [writeStep("b")] })));
  expect([edited.id, edited.version, edited.title]).toEqual([id, 2, "Second"]);
  expect(need(test.plans.get(id))).toEqual(edited);
  expect(need(test.plans.get(id, 1))).toMatchObject({ ...first, version: 1 });
  expect(await test.plans.run(id, { hash })).toMatchObject({ ok: false, error: { type: "ApprovalStale", approved: hash } });
  expect(snapshot(test.root)).toEqual({});
});

it("[P19] a no holds for that version in every mode; a yes takes it back, an edit leaves it behind", async () => {
  open();
  const { plans, root } = test;
  const { id } = need(plans.create(draftOf({ title: "No", mode: "autopilot", steps: [writeStep("a")] }), { workspaceRoot: root }));
  const { hash } = need(await plans.simulate(id));
  need(plans.approve(id, hash, "test"));
  const { rejectedAtMs } = need(plans.reject(id));
  expect(rejectedAtMs).toEqual(expect.any(Number));
  expect(plans.list({ filter: "", conversationId: null, limit: 1, offset: 0 })).toMatchObject([{ id, rejectedAtMs }]);
  const refused = { ok: false, error: { type: "PlanRejected", planId: id, rejectedAtMs } };
  expect([await plans.run(id, { hash }), await plans.run(id, { hash: null })]).toMatchObject([refused, refused]);
  expect(snapshot(root)).toEqual({});
  need(plans.approve(id, hash, "test"));
  expect(need(plans.get(id)).rejectedAtMs).toBeNull();
  need(plans.reject(id));
  expect(need(plans.edit(id, draftOf({ title: "Yes", mode: "autopilot", steps: [writeStep("b")] }))).rejectedAtMs).toBeNull();
  expect(need(plans.get(id, 1)).rejectedAtMs).toEqual(expect.any(Number));
  need(await plans.ended(need(await plans.run(id, { hash: null }))));
  expect(Object.keys(snapshot(root))).toEqual(["b.txt"]);
});

it("[P22] whoever watches hears of every run until its end, and the list knows what it came to, also after it was undone", async () => {
  open();
  const { plans } = test;
  const stop = new AbortController();
  const heard = new Map<string, string[]>();
  const watching = (async () => {
    for await (const { id, outcome, state } of plans.watchRuns(stop.signal)) heard.set(id, [...(heard.get(id) ?? []), outcome ?? state]);
  })();
  await setImmediate();
  const { plan, run } = await carryOut(test, draftOf({ title: "Two", steps: [writeStep("a"), writeStep("b")] }));
  await expect.poll(() => heard.get(run.id)?.at(-1)).toBe("done");
  const wanted = { filter: "", state: null, planId: plan.id, limit: 10, offset: 0 };
  expect(plans.runs(wanted)).toMatchObject([{ id: run.id, stepCount: 2, doneCount: 2, effectCount: 2, outcome: "done" }]);
  const undoId = need(await plans.undo(run.id));
  need(await plans.ended(undoId));
  await expect.poll(() => [heard.get(undoId)?.at(-1), heard.get(run.id)?.at(-1)]).toEqual(["done", "undone"]);
  expect(plans.runs(wanted)).toMatchObject([
    { id: undoId, effectCount: 2, outcome: "done" },
    { id: run.id, doneCount: 0, effectCount: 2, outcome: "undone" },
  ]);
  expect(plans.runs({ ...wanted, planId: "plan_other" })).toEqual([]);
  stop.abort();
  await watching;
});

it("[P21] once what a run replaced is no longer kept, the run says so, and undo gives back the rest", async () => {
  const clock = createFakeClock();
  open({ clock });
  fill(test.root, { "old.txt": "before\n" });
  const change = { name: "change", tool: "files.write", input: { path: "old.txt", text: "after\n", encoding: "utf-8" } };
  const { run } = await carryOut(test, draftOf({ title: "Change", steps: [writeStep("new"), change] }));
  expect(run.undoEndedAtMs).toBeNull();
  await clock.advance(31 * 24 * 3_600_000);
  need(await test.blobs.sweep());
  expect(need(test.plans.getRun(run.id)).undoEndedAtMs).toBe(clock.nowMs());
  expect(need(await test.plans.undoPreview(run.id))).toMatchObject({
    conflicts: [],
    effects: [{ operation: { type: "trash", path: "new.txt" } }],
    cannotUndo: [{ effect: { operation: { path: "old.txt" } }, why: "what stood there before is no longer kept" }],
  });
  need(await test.plans.ended(need(await test.plans.undo(run.id))));
  expect(Object.keys(snapshot(test.root))).toEqual(["old.txt"]);
  expect(await test.plans.undo(run.id)).toMatchObject({
    ok: false,
    error: { type: "RunNotUndoable", reason: "what stood there before is no longer kept" },
  });
});

it("[P21] dry runs that nobody can approve any more and bytes of ended runs are forgotten; undo does not need them", async () => {
  const clock = createFakeClock();
  open({ clock });
  const { run, plan } = await carryOut(test, draftOf({ title: "One", steps: [writeStep("a")] }));
  expect(test.plans.prune()).toEqual({ simulations: 0, contents: 1 });
  await clock.advance(25 * 3_600_000);
  expect(test.plans.prune()).toEqual({ simulations: 1, contents: 0 });
  expect(need(test.plans.getRun(run.id)).steps[0]?.predicted).toHaveLength(1);
  const undoId = need(await test.plans.undo(run.id));
  need(await test.plans.ended(undoId));
  need(await test.plans.ended(need(await test.plans.undo(undoId))));
  expect(Object.keys(snapshot(test.root))).toEqual(["a.txt"]);
  expect(need(test.plans.get(plan.id)).title).toBe("One");
});

it("[P20] a plan asks only hosts on the list, and is redirected only to hosts that were approved with it", async () => {
  const asked: string[] = [];
  const redirects = new Map([
    ["https://a.example/", "https://b.example/"],
    ["https://b.example/", "https://c.example/"],
  ]);
  let allowedHosts: readonly string[] = ["*.example"];
  const fetchStep = (name: string, url: string, after: string[] = []) => ({
    name,
    tool: "http.fetch",
    input: { method: "GET", url, body: "", contentType: "text/plain", limitBytes: 1000 },
    after,
  });
  open({
    ports: {
      http: {
        send: async ({ url }) => {
          asked.push(url.href);
          const location = redirects.get(url.href) ?? null;
          return ok({
            status: location === null ? 200 : 302,
            contentType: "text/plain",
            location,
            body: new Uint8Array(),
            truncated: false,
          });
        },
      },
    },
    changes: { hostRules: () => ({ allowedHosts, privateHosts: [] }) },
  });
  // The second step's host is approved with the plan, so the first may be led there; nobody approved the third.
  const both = draftOf({ title: "Both", steps: [fetchStep("one", "https://a.example/"), fetchStep("two", "https://b.example/", ["one"])] });
  const { run, simulation } = await carryOut(test, both);
  expect(simulation.hosts).toEqual(["a.example", "b.example"]);
  expect(run.steps.map(({ error }) => error)).toMatchObject([{ type: "AddressRefused", url: "https://c.example/" }, null]);
  expect(asked).toEqual(["https://a.example/", "https://b.example/"]);

  redirects.clear();
  allowedHosts = ["b.example"];
  const one = draftOf({ title: "One", steps: [fetchStep("one", "https://a.example/")] });
  const { id } = need(test.plans.create(one, { workspaceRoot: test.root }));
  expect(await test.plans.simulate(id)).toMatchObject({
    ok: false,
    error: { type: "SimulationFailed", error: { type: "AddressRefused" } },
  });
  allowedHosts = ["a.example"];
  const started = await start(test, one);
  expect(need(await test.plans.ended(started.runId)).report?.outcome).toBe("done");
  // What was allowed at the dry run and is not any more is refused before anything is asked.
  const again = need(await test.plans.simulate(id));
  need(test.plans.approve(id, again.hash, "test"));
  allowedHosts = [];
  expect(await test.plans.run(id, { hash: again.hash })).toMatchObject({ ok: false, error: { type: "SimulationFailed" } });
  expect(asked).toHaveLength(3);
});
