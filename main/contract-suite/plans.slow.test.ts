import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ORPCError } from "@orpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanDraftInput, RunEvent, RunId, RunSummary } from "#core/plans/schema";
import { openThrough, transports, type Client, type Opened } from "./test-transports.ts";

const failureOf = async (call: PromiseLike<unknown>): Promise<unknown> => {
  try {
    await call;
  } catch (cause) {
    if (cause instanceof ORPCError) return cause.data;
    throw cause;
  }
  throw new Error("the call was to fail");
};

describe.each(transports)("over %s", (transport) => {
  let opened: Opened;
  let client: Client;
  let folders = 0;
  beforeAll(async () => {
    opened = await openThrough(transport);
    ({ client } = opened);
  }, 60_000);
  afterAll(() => opened.close());

  /** A folder of its own with two notes, and a plan that files them. */
  const planFor = async (change: Partial<PlanDraftInput> = {}) => {
    folders += 1;
    const root = join(opened.folder, `notes-${folders}`);
    mkdirSync(root);
    for (const name of ["a", "b"]) writeFileSync(join(root, `${name}.txt`), `${name}\n`);
    const draft: PlanDraftInput = {
      title: `File the notes ${folders}`,
      steps: ["a", "b"].map((name) => ({ name, tool: "files.move", input: { from: `${name}.txt`, to: `filed/${name}.txt` } })),
      ...change,
    };
    const plan = await client.plans.create({ draft, workspaceRoot: root, ownGrant: true });
    return { root, plan };
  };

  const toEnd = async (runId: RunId) => {
    const events: RunEvent[] = [];
    for await (const event of await client.runs.follow({ runId })) events.push(event);
    const last = events.at(-1);
    if (last?.type !== "run-end") throw new Error("a run's story ends with its end");
    return last.run;
  };

  const approveAndRun = async (planId: Awaited<ReturnType<typeof planFor>>["plan"]["id"]) => {
    const { hash } = await client.plans.simulate({ planId });
    await client.plans.approve({ planId, hash });
    return toEnd((await client.plans.run({ planId, hash })).runId);
  };

  it("every run is told to who watches, with its counts, and the list of a plan's runs holds its undo", async () => {
    const watched: RunSummary[] = [];
    const leaving = new AbortController();
    const stream = await client.runs.watch(undefined, { signal: leaving.signal });
    const watching = (async () => {
      for await (const summary of stream) {
        watched.push(summary);
        if (summary.undoes !== null && summary.state === "ended") return;
      }
    })();
    const { plan } = await planFor();
    const run = await approveAndRun(plan.id);
    const undo = await toEnd((await client.runs.undo({ runId: run.id })).runId);
    await watching;
    leaving.abort();
    expect(watched.findLast(({ id }) => id === run.id)).toMatchObject({ stepCount: 2, effectCount: 3 });
    expect(watched.at(-1)).toMatchObject({ id: undo.id, undoes: run.id, outcome: "done" });
    expect((await client.runs.list({ planId: plan.id })).map(({ id }) => id)).toEqual([undo.id, run.id]);
  });

  it("undo takes a choice for each place: what is skipped stays, what is forced comes back, and the look at it touches nothing", async () => {
    const { plan, root } = await planFor();
    const { id: runId } = await approveAndRun(plan.id);
    for (const name of ["a", "b"]) appendFileSync(join(root, `filed/${name}.txt`), "theirs\n");
    const first = await client.runs.undoPreview({ runId });
    expect(first.conflicts.toSorted()).toEqual(["filed/a.txt", "filed/b.txt"]);
    expect(await failureOf(client.runs.undo({ runId, skip: ["filed/a.txt"] }))).toMatchObject({
      type: "UndoConflict",
      paths: ["filed/b.txt"],
    });
    const choices = { skip: ["filed/a.txt"], force: ["filed/b.txt"] };
    const chosen = await client.runs.undoPreview({ runId, ...choices });
    expect([chosen.conflicts, chosen.skipped.length > 0]).toEqual([[], true]);
    expect(existsSync(join(root, "filed/b.txt"))).toBe(true);
    const undo = await toEnd((await client.runs.undo({ runId, ...choices })).runId);
    expect(undo.report?.outcome).toBe("done");
    expect(readFileSync(join(root, "filed/a.txt"), "utf8")).toBe("a\ntheirs\n");
    expect(existsSync(join(root, "b.txt"))).toBe(true);
  });

  it("a plan that was rejected says so and does not run until somebody says yes", async () => {
    const { plan } = await planFor();
    const { hash } = await client.plans.simulate({ planId: plan.id });
    await client.plans.approve({ planId: plan.id, hash });
    expect((await client.plans.reject({ planId: plan.id })).rejectedAtMs).toEqual(expect.any(Number));
    expect(await failureOf(client.plans.run({ planId: plan.id, hash }))).toMatchObject({ type: "PlanRejected", planId: plan.id });
    expect((await approveAndRun(plan.id)).report?.outcome).toBe("done");
    expect((await client.plans.get({ planId: plan.id })).rejectedAtMs).toBeNull();
  });

  it("what a plan says reaches who watches, and what is kept for undo is measured and let go of", async () => {
    const { plan, root } = await planFor({
      mode: "autopilot",
      steps: [
        { name: "write", tool: "files.write", input: { path: "a.txt", text: "other\n", encoding: "utf-8" } },
        { name: "tell", tool: "notify.send", after: ["write"], input: { title: "Written", text: "The first note is another." } },
      ],
    });
    const stream = await client.notifications.watch();
    const run = await approveAndRun(plan.id);
    const { value } = await stream.next();
    expect(value).toMatchObject({ title: "Written", about: { type: "message" } });
    await stream.return?.(undefined);
    expect((await client.workspaces.undoStorage()).usedBytes).toBeGreaterThanOrEqual(2);
    const { freedBytes, runCount } = await client.workspaces.emptyUndoStorage();
    expect([freedBytes >= 2, runCount >= 1]).toEqual([true, true]);
    expect((await client.workspaces.undoStorage()).usedBytes).toBe(0);
    expect((await client.runs.get({ runId: run.id })).undoEndedAtMs).toEqual(expect.any(Number));
    const preview = await client.runs.undoPreview({ runId: run.id });
    expect([preview.effects, preview.cannotUndo.length]).toEqual([[], 2]);
    expect(readFileSync(join(root, "a.txt"), "utf8")).toBe("other\n");
  });
});
