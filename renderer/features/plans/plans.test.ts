import { expect, it } from "vitest";
import type { Plan, PlanId, Run, RunId, RunSummary, StepRun } from "#core/plans/schema";
import type { Effect } from "#core/tools/schema";
import type { Fingerprint } from "#core/workspace/schema";
import { addTexts, i18n, type Translate } from "../../ui/i18n.ts";
import { compareEffects, wentAsForeseen } from "./compare-effects.ts";
import { sectionsOf } from "./effect-sections.ts";
import { countEffects, effectWords } from "./effect-words.ts";
import en from "./en.json";
import { placeOf } from "./places.ts";
import { planLines } from "./plan-lines.ts";
import { planText, readPlanText } from "./plan-text.ts";
import { byDay, everything, filterLines } from "./run-filter.ts";
import { currentSteps, mayUndo, runAfter, settledCount, standingOf, withRun } from "./run-view.ts";
import { stepErrorText } from "./step-error-text.ts";
import { stepViews } from "./step-views.ts";
import { changeWords, placesAfter, undoChoices, type ConflictPlace } from "./undo-choices.ts";

addTexts("plans", en);
const t: Translate = (key, values) => i18n.t(key, { ns: "plans", ...values });

const file = (sha256: string, sizeBytes = 10, mode = 0o644) => ({ kind: "file", sha256, sizeBytes, mode }) as const;
const move = (from: string, to: string): Effect => ({ type: "file", diff: "", operation: { type: "move", from, to, moved: file("a") } });
const write = (path: string, before: string | null, after: string, diff = "@@ -0,0 +1 @@\n+x\n"): Effect => ({
  type: "file",
  diff,
  operation: { type: "write-file", path, before: before === null ? { kind: "absent" } : file(before), after: file(after) },
});
const post: Effect = {
  type: "http",
  method: "POST",
  url: "https://example.org/in",
  host: "example.org",
  bodySha256: "f00",
  bodyBytes: 2048,
  bodyPreview: "total=12",
};

const step = (name: string, change: Partial<StepRun> = {}): StepRun => ({
  step: name,
  state: "waiting",
  attempts: 0,
  startedAtMs: null,
  endedAtMs: null,
  predicted: [],
  actual: [],
  output: null,
  error: null,
  ...change,
});

const run = (change: Partial<Run> = {}): Run => ({
  id: "run_00000000000000000000000001" as RunId,
  planId: "plan_00000000000000000000000001" as PlanId,
  planVersion: 1,
  title: "Sort",
  mode: "draft",
  workspaceRoot: "/w",
  state: "running",
  steps: [step("a"), step("b")],
  report: null,
  undoes: null,
  startedAtMs: 1,
  endedAtMs: null,
  costMicroUsd: 0,
  interventions: 0,
  undoEndedAtMs: null,
  ...change,
});

it("says what leaves and what goes before what is merely moved", () => {
  const effects = [move("a.pdf", "2024/a.pdf"), move("b.pdf", "2024/b.pdf"), write("out/summary.md", null, "s"), post];
  expect(effectWords(t, effects, "will")).toBe("sends data to example.org, writes summary.md, moves 2 files");
  expect(effectWords(t, effects.slice(2), "did")).toBe("sent data to example.org, wrote summary.md");
});

it("calls a GET with content a sending", () => {
  expect(countEffects([{ ...post, type: "http", method: "GET" } as Effect]).map(({ kind }) => kind)).toEqual(["send"]);
  expect(countEffects([{ ...post, method: "GET", bodyBytes: 0 } as Effect]).map(({ kind }) => kind)).toEqual(["fetch"]);
});

it("names a binary file, an empty one and a change of permissions alone for what they are", () => {
  const why = (effect: Effect) => {
    const body = sectionsOf(t, [effect])[0]?.body;
    return body?.type === "none" ? body.why : null;
  };
  expect(why(write("a.bin", "one", "two", ""))).toContain("Not text");
  expect(
    why({ type: "file", diff: "", operation: { type: "write-file", path: "e", before: { kind: "absent" }, after: file("e", 0) } }),
  ).toBe("Empty file.");
  expect(
    why({
      type: "file",
      diff: "",
      operation: { type: "write-file", path: "x", before: file("s", 10, 0o644), after: file("s", 10, 0o755) },
    }),
  ).toBe("The content stays; permissions change from 644 to 755.");
});

it("shows the bytes that leave, and where they go", () => {
  expect(sectionsOf(t, [post])[0]).toMatchObject({
    sign: "sent",
    title: "POST https://example.org/in",
    detail: "2.0 KB of content",
    body: { type: "text", text: "total=12" },
  });
});

it("tells what happened as foreseen from what differed, did not happen and was not foreseen", () => {
  const compared = compareEffects(
    [write("a", null, "1"), write("b", null, "2"), move("c", "d")],
    [write("b", null, "other"), write("a", null, "1", "another way to show it"), write("z", null, "9")],
  );
  expect(compared.map(({ agreement }) => agreement)).toEqual(["same", "different", "missing", "unforeseen"]);
});

it("says as foreseen only where every effect of every step was", () => {
  const effect = write("a", null, "1");
  expect(wentAsForeseen({ steps: [step("a", { predicted: [effect], actual: [effect] }), step("b")] })).toBe(true);
  expect(wentAsForeseen({ steps: [step("a", { predicted: [], actual: [effect] })] })).toBe(false);
});

it("counts equal effects one by one", () => {
  expect(compareEffects([write("a", null, "1")], [write("a", null, "1"), write("a", null, "1")]).map(({ agreement }) => agreement)).toEqual(
    ["same", "unforeseen"],
  );
});

it("follows a run by its events and ignores those of another", () => {
  const going = runAfter(null, { type: "run-state", run: run() });
  const next = runAfter(going, { type: "run-step", runId: run().id, step: step("a", { state: "running" }) });
  expect(next === null ? [] : currentSteps(next)).toEqual(["a"]);
  const other = "run_00000000000000000000000002" as RunId;
  expect(runAfter(next, { type: "run-step", runId: other, step: step("a", { state: "done" }) })).toBe(next);
  const done = runAfter(next, {
    type: "run-end",
    run: run({ state: "ended", steps: [step("a", { state: "done" }), step("b", { state: "skipped" })] }),
  });
  expect(done === null ? 0 : settledCount(done)).toBe(2);
});

it("offers undo only for what ended and left something", () => {
  const report = { outcome: "done", done: [move("a", "b")], undone: [], couldNotUndo: [], summary: "" } as const;
  expect(mayUndo(run())).toBe(false);
  expect(mayUndo(run({ state: "ended", report: { ...report, done: [...report.done], undone: [], couldNotUndo: [] } }))).toBe(true);
  expect(mayUndo(run({ state: "ended", report: { ...report, done: [], undone: [], couldNotUndo: [] } }))).toBe(false);
});

it("puts steps in the order they run in and keeps what is known of each", () => {
  const views = stepViews(null, null, run({ steps: [step("b"), step("a", { state: "done" })] }));
  expect(views.map(({ name, run: stepRun }) => [name, stepRun?.state])).toEqual([
    ["b", "waiting"],
    ["a", "done"],
  ]);
});

const { steps: _steps, report: _report, ...bare } = run();
const summary = (change: Partial<RunSummary>): RunSummary => ({
  ...bare,
  stepCount: 2,
  doneCount: 0,
  effectCount: 0,
  outcome: null,
  summary: "",
  ...change,
});

it("finds runs by state, mode and every word of a text", () => {
  const runs = [
    summary({ title: "Sort invoices", state: "ended", outcome: "done" }),
    summary({ title: "Rename photos", mode: "autopilot" }),
    summary({ title: "Sort photos", state: "ended", outcome: "undone", summary: "3 effects undone" }),
  ];
  const titles = (change: Partial<typeof everything>) => filterLines(runs, { ...everything, ...change }).map(({ title }) => title);
  expect(titles({ text: "sort PHOTOS" })).toEqual(["Sort photos"]);
  expect(titles({ text: "3 effects" })).toEqual(["Sort photos"]);
  expect(titles({ standing: "running" })).toEqual(["Rename photos"]);
  expect(titles({ mode: "autopilot" })).toEqual(["Rename photos"]);
  expect(standingOf({ state: "ended" }, null)).toBe("ended");
});

it("takes a changed run in its place and a new one in its order", () => {
  const [first, second] = [summary({ title: "first", startedAtMs: 1 }), summary({ id: "run_2" as RunId, title: "second", startedAtMs: 2 })];
  const titles = (runs: readonly RunSummary[]) => runs.map(({ title, effectCount }) => `${title} ${effectCount}`);
  expect(titles(withRun([first], second))).toEqual(["second 0", "first 0"]);
  expect(titles(withRun([second, first], { ...first, effectCount: 3 }))).toEqual(["second 0", "first 3"]);
});

it("lists plans that never ran, and says which were rejected", () => {
  const plan = (id: string, rejectedAtMs: number | null) => ({ id, title: id, goal: "", steps: [], rejectedAtMs }) as unknown as Plan;
  const lines = planLines([plan("plan_1", null), plan("plan_2", 5), plan("plan_3", null)], [summary({ planId: "plan_3" as PlanId })]);
  expect(lines.map(({ id, standing }) => [id, standing])).toEqual([
    ["plan_1", "planned"],
    ["plan_2", "rejected"],
  ]);
  expect(filterLines(lines, { ...everything, standing: "rejected" }).map(({ id }) => id)).toEqual(["plan_2"]);
});

it("keeps a place that was decided on, drops one that is in nobody's way any more, and adds new ones", () => {
  const place = (path: string, found: Fingerprint = { kind: "absent" }): ConflictPlace => ({
    path,
    step: "a",
    expected: file("x"),
    found,
    mayForce: true,
  });
  const preview = (...conflictPlaces: ConflictPlace[]) => ({ conflictPlaces }) as Parameters<typeof placesAfter>[1];
  const choices = new Map([["a", "force"] as const]);
  const after = placesAfter([place("a"), place("b"), place("c")], preview(place("c", file("y")), place("d")), choices);
  expect(after.map(({ path, found }) => `${path} ${found.kind}`)).toEqual(["a absent", "c file", "d absent"]);
  expect(undoChoices(new Map([["a", "force"] as const, ["b", "skip"] as const]))).toEqual({ force: ["a"], skip: ["b"] });
});

it("says what somebody did to a place", () => {
  const words = (found: Fingerprint, expected: Fingerprint = file("x")) => changeWords(t, { expected, found });
  expect(words({ kind: "absent" })).toBe("Somebody removed it.");
  expect(words(file("y", 2048))).toBe("Somebody changed it: 10 B → 2.0 KB.");
  expect(words(file("x", 10, 0o600))).toBe("Only its permissions were changed.");
  expect(words(file("y", 5), { kind: "absent" })).toBe("Somebody put a file there (5 B).");
  expect(words({ kind: "other" })).toContain("link");
});

it("groups runs by day, newest first", () => {
  const at = (...parts: readonly [number, number, number, number]) => new Date(...parts).getTime();
  const days = byDay([
    summary({ title: "old", startedAtMs: at(2026, 1, 3, 9) }),
    summary({ title: "late", startedAtMs: at(2026, 1, 4, 23) }),
    summary({ title: "early", startedAtMs: at(2026, 1, 4, 0) }),
  ]);
  expect(days.map(({ lines }) => lines.map(({ title }) => title))).toEqual([["late", "early"], ["old"]]);
});

it("tells every problem of a plan's text with its place", () => {
  const read = readPlanText(JSON.stringify({ title: "", steps: [{ name: "Bad Name", tool: "files.move" }] }));
  expect(read.ok ? [] : read.error.map(({ place }) => place)).toEqual(["title", "steps › 1 › name", "steps › 1 › input"]);
  const broken = readPlanText("{ no");
  expect(broken.ok ? null : broken.error[0]?.place).toBe("");
});

it("writes a plan so that it reads back as itself", () => {
  const read = readPlanText(
    JSON.stringify({
      title: "T",
      steps: [
        { name: "a", tool: "files.move", input: { from: "x", to: "y" }, retries: { attempts: 2, delayMs: 5 }, timeoutMs: 500 },
        {
          name: "b",
          tool: "files.read",
          why: "because",
          input: { path: "y" },
          after: ["a"],
          rollback: "keep",
          risk: "high",
          mayChange: ["q"],
        },
      ],
    }),
  );
  if (!read.ok) throw new Error("the plan of this test is no plan");
  const again = readPlanText(planText(read.value));
  expect(again).toEqual(read);
  expect(planText(read.value)).not.toContain("preconditions");
});

it("has words for what only a step can meet", () => {
  const title = (error: NonNullable<StepRun["error"]>) => stepErrorText(t, error).title;
  expect(title({ type: "Deviated", path: "a.txt", reason: "changed" })).toBe("a.txt is not what it was");
  expect(title({ type: "MayHaveHappened", effect: post })).toBe("It may have happened");
  expect(title({ type: "EntryNotFound", path: "a.txt" })).toBe("There is no a.txt");
  expect(stepErrorText(t, { type: "ConditionFailed", condition: { type: "file-exists", path: "a.txt" } }).text).toBe(
    "It demands: there is a file a.txt.",
  );
});

it("shows the list where an address asks for nothing there is", () => {
  expect(placeOf("run", null)).toEqual({ name: "runs", id: null });
  expect(placeOf("nowhere", "x")).toEqual({ name: "runs", id: null });
  expect(placeOf("plan", "plan_1")).toEqual({ name: "plan", id: "plan_1" });
});
