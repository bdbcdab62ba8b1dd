import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { AnswerOptions } from "#core/llm";
import { createFakeClock, createScriptedAnswerer } from "#core/testing";
import { unmeasuredHere } from "#core/llm/schema";
import type { AgentEvent } from "./schema.ts";
import { createRig, folderState, type Rig, type RigOptions } from "./test-rig.ts";

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});
const setUp = async (options: RigOptions): Promise<Rig> => {
  const rig = await createRig(options);
  rigs.push(rig);
  return rig;
};

const look = (tool: string, input: object) => ({ next: { action: "look", tool, input } });
const plan = (...steps: readonly object[]) => ({ next: { action: "plan", title: "Sort letters", steps } });
const step = (name: string, tool: string, input: object, rest: object = {}) => ({
  name,
  why: "",
  tool,
  input,
  after: [],
  mayChange: [],
  ...rest,
});
const sorting = plan(step("sort", "files.move", { from: "letter.txt", to: "2024/letter.txt" }));
const files = { "letter.txt": "Dear reader, this is from 2024.\n", "notes.md": "# Notes\n" };
const typesOf = (events: readonly AgentEvent[]): string[] => events.map(({ type }) => type).filter((type) => type !== "agent-state");

describe("a task", () => {
  it("[A1] looks, proposes and in Draft hands the dry run to the person; nothing has changed", async () => {
    const rig = await setUp({ files, answers: [look("files.list", { path: "." }), look("files.read", { path: "letter.txt" }), sorting] });
    const before = folderState(rig.root);
    const { task, events } = await rig.run();
    expect(typesOf(events)).toEqual(["agent-look", "agent-look", "agent-plan", "agent-end"]);
    expect(task).toMatchObject({ state: "waiting-for-approval", rounds: 3, repairs: 0, runId: null, error: null, endedAtMs: null });
    const planned = events.find((event) => event.type === "agent-plan");
    expect(planned?.simulation.hash).toBe(task.hash);
    expect(planned?.plan).toMatchObject({ goal: "Sort the letters", mode: "draft", workspaceRoot: rig.root });
    expect(planned?.simulation.diff).toContain("move letter.txt → 2024/letter.txt");
    expect(folderState(rig.root)).toBe(before);
    expect(rig.plans.runs({ filter: "", state: null, planId: null, limit: 10, offset: 0 })).toEqual([]);
  });

  it("[A2] in Draft the task tells what became of the plan once a person approved and ran it", async () => {
    const rig = await setUp({ files, answers: [sorting] });
    const { task } = await rig.run();
    if (task.planId === null || task.hash === null) throw new Error("no plan");
    expect(rig.plans.approve(task.planId, task.hash, "me").ok).toBe(true);
    const started = await rig.plans.run(task.planId, { hash: task.hash });
    if (!started.ok) throw new Error(started.error.type);
    await rig.plans.ended(started.value);
    expect(rig.agents.find(task.id)).toMatchObject({ ok: true, value: { state: "done", runId: started.value, interventions: 1 } });
    expect(readFileSync(join(rig.root, "2024/letter.txt"), "utf8")).toBe(files["letter.txt"]);
    expect(rig.agents.figures()).toEqual({ finished: 1, succeeded: 1, firstAttempt: 1 });
  });

  it("[A17] a no to its plan ends a task, a later yes opens it again; that a plan waits is told once", async () => {
    const told: string[] = [];
    const rig = await setUp({ files, answers: [sorting], onPlanWaiting: ({ id }) => void told.push(id) });
    const { task } = await rig.run();
    expect(told).toEqual([task.id]);
    const rejected = rig.plans.reject(task.planId ?? "");
    const rejectedAtMs = rejected.ok ? rejected.value.rejectedAtMs : null;
    expect(rig.agents.find(task.id)).toMatchObject({ ok: true, value: { state: "cancelled", endedAtMs: rejectedAtMs } });
    expect(await rig.agents.cancel(task.id)).toBe(false);
    expect(rig.agents.figures().finished).toBe(0);
    expect(rig.plans.approve(task.planId ?? "", task.hash ?? "", "me").ok).toBe(true);
    expect(rig.agents.find(task.id)).toMatchObject({ ok: true, value: { state: "waiting-for-approval", endedAtMs: null } });
  });

  it("[A3] in Observe ends with the dry run, and the plan cannot be run in that mode", async () => {
    const rig = await setUp({ files, answers: [sorting] });
    const before = folderState(rig.root);
    const { task } = await rig.run({ mode: "observe" });
    expect(task).toMatchObject({ state: "simulated", hash: expect.stringMatching(/./), runId: null });
    expect(folderState(rig.root)).toBe(before);
    expect(await rig.plans.run(task.planId ?? "", { hash: task.hash })).toMatchObject({ ok: false, error: { type: "ModeForbids" } });
  });

  it("[A4] in Autopilot runs what policy allows, and can be undone byte for byte", async () => {
    const rig = await setUp({ files, answers: [look("files.read", { path: "letter.txt" }), sorting] });
    const before = folderState(rig.root);
    const { task, events } = await rig.run({ mode: "autopilot" });
    expect(task).toMatchObject({ state: "done", interventions: 0, endedAtMs: expect.any(Number) });
    expect(typesOf(events).slice(0, 3)).toEqual(["agent-look", "agent-plan", "agent-run"]);
    expect(typesOf(events).at(-1)).toBe("agent-end");
    expect(readFileSync(join(rig.root, "2024/letter.txt"), "utf8")).toBe(files["letter.txt"]);
    const undone = await rig.plans.undo(task.runId ?? "");
    if (!undone.ok) throw new Error(undone.error.type);
    await rig.plans.ended(undone.value);
    expect(folderState(rig.root)).toBe(before);
  });

  it("[A4] in Autopilot a high risk waits in the inbox; a yes lets exactly it happen", async () => {
    const fetching = plan(step("send", "http.fetch", { url: "http://example.org/a", method: "POST", body: "hello" }));
    const rig = await setUp({ files, answers: [fetching] });
    const { task } = await rig.run({ mode: "autopilot" });
    expect(task.state).toBe("waiting-for-approval");
    expect(rig.trap.requests).toEqual([]);
    const [request] = rig.approvals.list("pending");
    expect(request).toMatchObject({ runId: task.runId, tool: "http.fetch", destinations: ["example.org"] });
    const events = rig.agents.follow(task.id);
    rig.approvals.decide(request?.id ?? "", { type: "once" });
    if (events.ok) for await (const event of events.value) if (event.type === "agent-end") expect(event.task.state).toBe("done");
    expect(rig.trap.requests).toEqual(["POST http://example.org/a hello"].map((line) => line.replace("POST POST%20", "POST POST%20")));
    expect(rig.agents.find(task.id)).toMatchObject({ value: { state: "done", interventions: 1 } });
  });

  it("[A5] answers when nothing has to be done", async () => {
    const rig = await setUp({ files, answers: [{ next: { action: "answer", text: "It is sorted already." } }] });
    const { task, events } = await rig.run({ mode: "autopilot" });
    expect(task).toMatchObject({ state: "answered", answer: "It is sorted already.", planId: null });
    expect(typesOf(events)).toEqual(["agent-end"]);
  });

  it("[A6] what was read marks the task, the plan and the run, and is fenced as material", async () => {
    const sending = plan(step("send", "http.fetch", { url: "http://example.org/a" }));
    const rig = await setUp({ files, answers: [look("files.read", { path: "letter.txt" }), sending] });
    const { task } = await rig.run({ mode: "autopilot" });
    expect(task.readFrom).toEqual(["files.read letter.txt"]);
    expect(rig.gateway.isTainted(task.planId ?? "")).toBe(true);
    expect(rig.gateway.isTainted(task.runId ?? "")).toBe(true);
    expect(rig.approvals.list("pending")).toMatchObject([
      { reason: "data-may-leave", readFrom: expect.arrayContaining([expect.stringContaining("letter.txt")]) },
    ]);
    const shown = rig.scripted.requests.at(-1)?.messages.at(-1)?.text ?? "";
    const fence = /^(----- \S{12}) from files.read letter.txt$/m.exec(shown)?.[1] ?? "no fence";
    expect(shown).toContain(`${fence} end`);
    expect(rig.scripted.requests[0]?.messages[0]?.text).toContain(fence);
  });

  it("[A7] passages of the library and similar finished tasks are its background, within a quarter of the room", async () => {
    const hits = [
      { path: "/library/filing.md", text: "Letters are filed by year." },
      ...Array.from({ length: 4 }, (_, index) => ({ path: `/l/${index}`, text: "x ".repeat(20_000) })),
    ];
    const rig = await setUp({ files, hits, answers: [sorting] });
    await rig.run({ mode: "autopilot", goal: "Sort the letters by year" });
    const { task } = await rig.run({ mode: "observe", goal: "Please sort my letters" });
    const background = rig.scripted.requests.at(-1)?.messages[1]?.text ?? "";
    expect(background).toContain("Letters are filed by year.");
    expect(background.length).toBeLessThan(8192);
    expect(task.readFrom).toContain("library /library/filing.md");
    expect(task.readFrom.some((from) => from.startsWith("earlier task task_"))).toBe(true);
  });
});

describe("a model that does not do as asked", () => {
  it("[A8] is told once what was wrong, and its second answer counts", async () => {
    const rig = await setUp({ files, answers: ["Sure! I will sort your letters.", sorting] });
    const { task, events } = await rig.run();
    expect(typesOf(events)).toEqual(["agent-repair", "agent-plan", "agent-end"]);
    expect(task).toMatchObject({ state: "waiting-for-approval", repairs: 1 });
    expect(rig.scripted.requests.at(-1)?.messages.at(-1)?.text).toContain("the answer holds no JSON object");
  });

  it("[A8] ends the task when its second answer in a row cannot be used either", async () => {
    const rig = await setUp({ files, answers: ["First words.", { next: { action: "fly" } }, sorting] });
    const { task, events } = await rig.run();
    expect(task).toMatchObject({ state: "failed", error: { type: "AnswerInvalid" }, rounds: 2, repairs: 1 });
    expect(typesOf(events)).toEqual(["agent-repair", "agent-error"]);
  });

  it.each([
    ["an unknown tool", plan(step("fly", "wings.fly", {}))],
    ["an input that does not fit", plan(step("sort", "files.move", { from: 7 }))],
    [
      "steps in a circle",
      plan(step("a", "files.list", { path: "." }, { after: ["b"] }), step("b", "files.list", { path: "." }, { after: ["a"] })),
    ],
    ["a dry run that fails", plan(step("sort", "files.move", { from: "not-there.txt", to: "x.txt" }))],
  ])("[A9] a plan with %s is told back once, then ends the task", async (_, broken) => {
    const rig = await setUp({ files, answers: [broken, sorting] });
    expect((await rig.run()).task).toMatchObject({ state: "waiting-for-approval", repairs: 1 });
    const again = await setUp({ files, answers: [broken] });
    const { task } = await again.run({ mode: "autopilot" });
    expect(task).toMatchObject({
      state: "failed",
      repairs: 1,
      rounds: 2,
      error: { type: expect.stringMatching(/^(PlanInvalid|SimulationFailed)$/) },
    });
  });

  it("[A10] stops at the limit of questions, and is not let look with the last two", async () => {
    const rig = await setUp({ files, answers: [look("files.list", { path: "." })], limits: { rounds: 5 } });
    const { task, events } = await rig.run();
    expect(task).toMatchObject({ state: "failed", error: { type: "TaskLimitReached", limit: "rounds", allowed: 5 }, rounds: 5 });
    const looks = events.flatMap((event) => (event.type === "agent-look" ? [event.look.done] : []));
    expect(looks).toEqual([true, true, true, false, false]);
    expect(rig.scripted.requests.at(-3)?.messages[0]?.text).toContain("Tools to look with");
    expect(rig.scripted.requests.at(-1)?.messages[0]?.text).not.toContain("Tools to look with");
  });

  it("[A10] stops at the limit of tokens", async () => {
    const rig = await setUp({ files, answers: [look("files.list", { path: "." })], limits: { tokens: 100, rounds: 100 } });
    expect((await rig.run()).task).toMatchObject({ state: "failed", error: { type: "TaskLimitReached", limit: "tokens", allowed: 100 } });
  });

  it("[A10] stops at the limit of time, also in the middle of an answer", async () => {
    const clock = createFakeClock();
    const rig = await setUp({ files, clock, limits: { durationMs: 60_000 }, models: silentModel() });
    const started = rig.agents.start({ goal: "x", workspaceRoot: rig.root, mode: "draft" });
    const followed = rig.agents.follow(started.id);
    if (!followed.ok) throw new Error("not there");
    await followed.value.next();
    await asked.promise;
    await clock.advance(60_001);
    const events: AgentEvent[] = [];
    for await (const event of followed.value) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: "agent-error", error: { type: "TaskLimitReached", limit: "time", allowed: 60_000 } });
  });

  it("[A11] cancelling stops it in the middle of an answer and ends with Aborted", async () => {
    const rig = await setUp({ files, models: silentModel() });
    const started = rig.agents.start({ goal: "x", workspaceRoot: rig.root, mode: "draft" });
    await asked.promise;
    expect(await rig.agents.cancel(started.id)).toBe(true);
    expect(rig.agents.find(started.id)).toMatchObject({ value: { state: "cancelled", error: { type: "Aborted", by: "user" } } });
    expect(await rig.agents.cancel(started.id)).toBe(false);
  });

  it("[A11] cancelling a run that waits in the inbox ends it with nothing done", async () => {
    const rig = await setUp({ files, answers: [plan(step("send", "http.fetch", { url: "http://example.org/a" }))] });
    const { task } = await rig.run({ mode: "autopilot" });
    expect(await rig.agents.cancel(task.id)).toBe(true);
    expect(rig.agents.find(task.id)).toMatchObject({ value: { state: "cancelled" } });
    expect(rig.approvals.list("pending")).toEqual([]);
    expect(rig.trap.requests).toEqual([]);
  });

  it("[A12] without a fluent model the task says that planning needs one", async () => {
    const rig = await setUp({
      files,
      models: {
        list: async () => [extractive],
        answer: () => {
          throw new Error("nobody may be asked");
        },
      },
    });
    expect((await rig.run()).task).toMatchObject({ state: "failed", error: { type: "PlannerMissing" }, rounds: 0 });
  });
});

describe("tasks", () => {
  it("[A13] outlive the process: what was thinking is cancelled, what waits still waits", async () => {
    const rig = await setUp({ files, answers: [sorting] });
    const { task } = await rig.run();
    const thinking = rig.store.database.prepare(
      "UPDATE tasks SET state = 'working', task = json_set(task, '$.state', 'working') WHERE id = ?",
    );
    expect(rig.open().find(task.id)).toMatchObject({ value: { state: "waiting-for-approval" } });
    thinking.run(task.id);
    expect(rig.open().find(task.id)).toMatchObject({ value: { state: "cancelled", error: { type: "Aborted", by: "shutdown" } } });
  });

  it("[A13] are listed newest first and found by their goal; late followers get the state and the end", async () => {
    const rig = await setUp({ files, answers: [{ next: { action: "answer", text: "No." } }] });
    const first = await rig.run({ goal: "100% of the letters" });
    const second = await rig.run({ goal: "Something else", conversationId: "chat_1" });
    const all = { filter: "", conversationId: null, limit: 10, offset: 0 };
    expect(rig.agents.list({ ...all, conversationId: "chat_1" }).map(({ id }) => id)).toEqual([second.task.id]);
    expect(rig.agents.list({ ...all, filter: "", limit: 10, offset: 0 }).map(({ id }) => id)).toEqual([second.task.id, first.task.id]);
    expect(rig.agents.list({ ...all, filter: "100%", limit: 10, offset: 0 }).map(({ id }) => id)).toEqual([first.task.id]);
    expect(rig.agents.list({ ...all, filter: "", limit: 1, offset: 1 }).map(({ id }) => id)).toEqual([first.task.id]);
    const late = rig.agents.follow(first.task.id);
    const types: string[] = [];
    if (late.ok) for await (const event of late.value) types.push(event.type);
    expect(types).toEqual(["agent-state", "agent-end"]);
    const planned = await setUp({ files, answers: [sorting] });
    const { task } = await planned.run();
    const later = planned.agents.follow(task.id);
    const told: string[] = [];
    if (later.ok) for await (const event of later.value) told.push(event.type);
    expect(told).toEqual(["agent-state", "agent-plan", "agent-end"]);
    expect(rig.agents.follow("task_nobody")).toMatchObject({ ok: false, error: { type: "TaskNotFound" } });
  });

  it("[A14] a folder that is neither granted nor named for this task is not looked at", async () => {
    const rig = await setUp({ files, granted: false, answers: [sorting] });
    expect((await rig.run()).task).toMatchObject({ state: "failed", error: { type: "WorkspaceUnusable" }, rounds: 0 });
    expect((await rig.run({ ownGrant: true })).task).toMatchObject({ state: "waiting-for-approval" });
  });
});

describe("private content", () => {
  /** Remembers what each question was asked with. */
  const watched = () => {
    const asked: AnswerOptions[] = [];
    const { answerer } = createScriptedAnswerer(() => [{ say: JSON.stringify({ next: { action: "answer", text: "Nothing to do." } }) }]);
    const info = { ...extractive, id: "scripted", place: "local" as const };
    const models: NonNullable<RigOptions["models"]> = {
      list: async () => [info],
      answer: (request, options) => {
        asked.push(options);
        return answerer.answer(request, options);
      },
    };
    return { asked, models };
  };

  it("[A18] keeps a task on this machine: said of the goal, found in the library, or lying in the folder", async () => {
    const cases: readonly [RigOptions, boolean, "open" | "private"][] = [
      [{}, false, "open"],
      [{}, true, "private"],
      [{ hits: [{ path: "/diary.txt", text: "Dear diary", isPrivate: true }] }, false, "private"],
      [{ hits: [{ path: "/news.txt", text: "News" }] }, false, "open"],
      [{ privatePaths: ["letters"] }, false, "private"],
      [{ privatePaths: [""] }, false, "private"],
      [{ privatePaths: ["../elsewhere"] }, false, "open"],
    ];
    for (const [options, isPrivate, privacy] of cases) {
      const { asked, models } = watched();
      const rig = await setUp({ files, ...options, models });
      const { task } = await rig.run({ isPrivate });
      const about = { taskId: task.id, conversationId: undefined };
      expect(asked, JSON.stringify(options)).toMatchObject([{ privacy, purpose: "agent", about }]);
      expect(task.isPrivate).toBe(privacy === "private");
    }
  });

  it("[A18] an earlier private task like this one makes it private too", async () => {
    const { asked, models } = watched();
    const rig = await setUp({ files, models });
    await rig.run({ goal: "Sort the letters to the lawyer", isPrivate: true });
    await rig.run({ goal: "Sort the letters to the lawyer again" });
    expect(asked.map(({ privacy }) => privacy)).toEqual(["private", "private"]);
  });
});

const extractive = {
  ...unmeasuredHere,
  id: "extractive",
  name: "Quotes only",
  place: "extractive" as const,
  detail: "",
  contextTokens: 4096,
  tools: false,
  jsonSchema: false,
  images: false,
  available: true,
  problem: null,
};

let asked = Promise.withResolvers<void>();
/** Is asked and says nothing until it is stopped. */
const silentModel = (): NonNullable<RigOptions["models"]> => {
  asked = Promise.withResolvers<void>();
  const info = { ...extractive, id: "silent", place: "local" as const };
  return {
    list: async () => [info],
    answer: async function* answer(request, { signal }) {
      request(info);
      yield { type: "model-chosen", info, why: "", tried: [], decision: null };
      asked.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      yield { type: "model-error", error: { type: "Aborted", by: "user" }, usage: { inputTokens: 0, outputTokens: 0 } };
    },
  };
};
