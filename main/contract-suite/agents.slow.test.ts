import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AgentEvent, TaskId } from "#core/agents/schema";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { openThrough, transports, type Client, type Opened } from "./test-transports.ts";

const says = (next: object) => ({ type: "answer" as const, answer: { text: [JSON.stringify({ next })] } });
const look = (path: string, lineCount = 10) => says({ action: "look", tool: "files.read", input: { path, firstLine: 1, lineCount } });
const step = (name: string, tool: string, input: object, after: readonly string[] = []) => ({
  name,
  why: "",
  tool,
  input,
  after,
  mayChange: [],
});
const plan = (...steps: readonly object[]) => says({ action: "plan", title: "Copy the note", steps });
const copy = step("copy", "files.write", { path: "copy.txt", text: "The gate opens at nine.\n", encoding: "utf-8" });

describe.each(transports)("over %s", (transport) => {
  let opened: Opened;
  let client: Client;
  let provider: ProviderServer;
  let root: string;
  let folders = 0;
  beforeAll(async () => {
    opened = await openThrough(transport);
    ({ client } = opened);
    provider = await startProviderServer("openai");
    provider.script({ type: "answer", answer: { text: ["OK"] } });
    const { id } = await client.providers.add({
      kind: "compatible",
      name: "Scripted",
      baseUrl: `${provider.origin}/v1`,
      model: "scripted",
      key: "a-key",
    });
    await client.settings.update({ modelOrder: [id, "extractive"] });
  }, 60_000);
  afterAll(async () => {
    await provider.close();
    await opened.close();
  });
  beforeEach(async () => {
    folders += 1;
    root = join(opened.folder, `work-${folders}`);
    mkdirSync(root);
    writeFileSync(join(root, "note.txt"), "The gate opens at nine.\n");
    await client.workspaces.grant({ path: root, access: "write" });
  });

  /** The task's whole story; `onEvent` may act while it is told. */
  const told = async (taskId: TaskId, onEvent: (event: AgentEvent) => Promise<void> = async () => {}) => {
    const events: AgentEvent[] = [];
    for await (const event of await client.agents.follow({ taskId })) {
      events.push(event);
      await onEvent(event);
    }
    const last = events.at(-1);
    if (last === undefined || (last.type !== "agent-end" && last.type !== "agent-error")) throw new Error("a story has an end");
    return last.task;
  };
  const goal = "Copy the note";

  it("in Observe the dry run is all there is", async () => {
    provider.script(look("note.txt"), plan(copy));
    const task = await told((await client.agents.start({ goal, workspaceRoot: root, mode: "observe" })).id);
    expect(task).toMatchObject({ state: "simulated", planId: expect.any(String), hash: expect.any(String), runId: null, error: null });
    expect(existsSync(join(root, "copy.txt"))).toBe(false);
  });

  it("in Draft the plan waits for its hash, and the task tells what became of it", async () => {
    provider.script(plan(copy));
    const task = await told((await client.agents.start({ goal, workspaceRoot: root })).id);
    expect(task.state).toBe("waiting-for-approval");
    if (task.planId === null || task.hash === null) throw new Error("there is a plan");
    expect(existsSync(join(root, "copy.txt"))).toBe(false);
    await client.plans.approve({ planId: task.planId, hash: task.hash });
    const { runId } = await client.plans.run({ planId: task.planId, hash: task.hash });
    for await (const event of await client.runs.follow({ runId })) if (event.type === "run-end") break;
    expect(readFileSync(join(root, "copy.txt"), "utf8")).toBe("The gate opens at nine.\n");
    expect(await client.agents.get({ taskId: task.id })).toMatchObject({ state: "done", runId });
  });

  it("in Autopilot what policy allows is done, the rest waits in the inbox, and a yes lets it go on", async () => {
    const remember = step("remember", "memory.add", { title: "Gate", text: "The gate opens at nine." }, ["copy"]);
    provider.script(look("note.txt"), plan(copy, remember));
    const { id } = await client.agents.start({ goal, workspaceRoot: root, mode: "autopilot" });
    const states: string[] = [];
    const task = await told(id, async (event) => {
      if (event.type !== "agent-state" || event.task.state === states.at(-1)) return;
      states.push(event.task.state);
      if (event.task.state !== "waiting-for-approval") return;
      expect(existsSync(join(root, "copy.txt"))).toBe(true);
      const [request, ...others] = await client.approvals.list({ state: "pending" });
      expect([request?.tool, request?.readFrom.some((from) => from.includes("note.txt")), others]).toEqual(["memory.add", true, []]);
      if (request !== undefined) await client.approvals.decide({ approvalId: request.id, answer: { type: "once" } });
    });
    expect(states).toEqual(["working", "running", "waiting-for-approval", "running", "done"]);
    expect(task).toMatchObject({ state: "done", error: null });
  });

  it("a limit ends a task with its name and number, nothing is changed, and more of it may be given", async () => {
    provider.script(...Array.from({ length: 3 }, (_round, index) => look("note.txt", index + 1)), plan(copy));
    const limits = { rounds: 3 };
    const task = await told((await client.agents.start({ goal, workspaceRoot: root, limits })).id);
    expect(task).toMatchObject({ state: "failed", error: { type: "TaskLimitReached", limit: "rounds", allowed: 3 } });
    expect(existsSync(join(root, "copy.txt"))).toBe(false);
    const again = await told((await client.agents.start({ goal, workspaceRoot: root, limits: { rounds: 6 } })).id);
    expect(again).toMatchObject({ state: "waiting-for-approval", error: null });
  });
});
