import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { openFolder, type FolderFiles } from "#core/workspace";
import type { PlansDeps } from "./ports.ts";
import type { Run, RunId } from "./schema.ts";
import { fill, need, openTestPlans, snapshot, type TestPlans } from "./test-plans.ts";
import { failingTool, foreseenSnapshot, randomCase, randomFrom } from "./test-random-plans.ts";

/** Crashes at least this often; more with OLYMPUS_CASES. */
const wantedCrashes = Number(process.env["OLYMPUS_CASES"] ?? 520);

const folders: { cleanup: () => void }[] = [];
afterEach(() => folders.splice(0).forEach(({ cleanup }) => cleanup()));

const createPlace = () => {
  const folder = createTestFolder();
  folders.push(folder);
  return { dataDir: join(folder.path, "data"), base: realpathSync(folder.path), cleanup: folder.cleanup };
};

/** Plans whose world stops for good at the n-th point, as if the machine had died; everything in memory is then thrown away. */
const openMortal = (dataDir: string, root: string, dieAt: number, parallelSteps: number) => {
  let point = 0;
  const died = Promise.withResolvers<void>();
  const opened: FolderFiles[] = [];
  const changes: Partial<PlansDeps> = {
    parallelSteps,
    onJournalPoint: () => {
      point += 1;
      if (point <= dieAt) return undefined;
      died.resolve();
      return new Promise<void>(() => {});
    },
    openFolder: async (path, access) => {
      const folder = await openFolder(path, access);
      if (folder.ok) opened.push(folder.value);
      return folder;
    },
  };
  const test = openTestPlans({ dataDir, root, tools: [failingTool], changes });
  return {
    test,
    died: died.promise,
    bury: async () => {
      // Closing waits for what was on its way to the disk beside the point of death.
      await Promise.all(opened.map((folder) => folder.close()));
      test.drop();
    },
  };
};

const checkRun = (
  run: Run,
  predicted: readonly unknown[],
  now: Record<string, string>,
  foreseen: object,
  original: object,
  label: string,
): void => {
  const { report } = run;
  const recorded = [...(report?.done ?? []), ...(report?.undone ?? []), ...(report?.couldNotUndo ?? [])];
  expect(report?.couldNotUndo, label).toEqual([]);
  if (report?.outcome === "done") {
    expect(now, label).toEqual(foreseen);
    expect(report.done, label).toEqual(predicted);
  } else {
    expect(report?.outcome, label).toBe("compensated");
    expect(now, label).toEqual(original);
    expect(report?.done, label).toEqual([]);
  }
  // Each at most once, and none that was not foreseen.
  const left = predicted.map((effect) => JSON.stringify(effect));
  for (const effect of recorded) {
    const at = left.indexOf(JSON.stringify(effect));
    expect(at, `${label}: recorded twice or not foreseen: ${JSON.stringify(effect)}`).toBeGreaterThanOrEqual(0);
    left.splice(at, 1);
  }
};

const startRun = async ({ plans, root }: TestPlans, draft: ReturnType<typeof randomCase>["draft"]) => {
  const plan = need(plans.create(draft, { workspaceRoot: root }));
  const simulation = need(await plans.simulate(plan.id));
  need(plans.approve(plan.id, simulation.hash, "test"));
  const predicted = simulation.predictions.flatMap(({ effects }) => effects);
  return { runId: need(await plans.run(plan.id, { hash: simulation.hash })), predicted };
};

/** Resolves with true when the run ended, with false when the machine died first. */
const endsOrDies = async (test: TestPlans, runId: RunId, died: Promise<void>): Promise<boolean> =>
  Promise.race([test.plans.ended(runId).then(() => true), died.then(() => false)]);

it(`[P9, P10, P11] ${wantedCrashes} crashes at every point of random plans: the folder ends as foreseen or as it was, no effect twice, none unrecorded`, async () => {
  let crashes = 0;
  let compensated = 0;
  for (let seed = Number(process.env["SEED"] ?? 1); crashes < wantedCrashes; seed += 1) {
    const { draft, fails, files } = randomCase(seed);
    const { below, next } = randomFrom(seed + 1_000_000);
    const place = createPlace();
    for (let dieAt = 0; ; dieAt += 1) {
      const label = `seed ${seed}, point ${dieAt}`;
      const root = join(place.base, `files-${dieAt}`);
      fill(root, files);
      mkdirSync(root, { recursive: true });
      const original = snapshot(root);
      const mortal = openMortal(place.dataDir, root, dieAt, seed % 4 === 0 ? 3 : 1);
      const foreseen = await foreseenSnapshot(root, draft, mortal.test.findTool);
      expect(snapshot(root), `${label}: the dry run touches nothing`).toEqual(original);
      const { predicted, runId } = await startRun(mortal.test, draft);
      const ended = await endsOrDies(mortal.test, runId, mortal.died);
      await mortal.bury();

      if (!ended) {
        crashes += 1;
        // Now and then it dies again while it picks up.
        if (next() < 0.25) {
          const again = openMortal(place.dataDir, root, below(4), 1);
          again.test.plans.resumeInterrupted();
          await endsOrDies(again.test, runId, again.died);
          await again.bury();
        }
      }
      const last = openTestPlans({ dataDir: place.dataDir, root, tools: [failingTool] });
      last.plans.resumeInterrupted();
      const run = need(await last.plans.ended(runId));
      expect(run.state, label).toBe("ended");
      if (fails) compensated += 1;
      expect(run.report?.outcome, label).toBe(fails ? "compensated" : "done");
      checkRun(run, predicted, snapshot(root), foreseen, original, label);
      last.drop();
      rmSync(root, { recursive: true });
      if (ended) break;
    }
    place.cleanup();
  }
  expect(compensated).toBeGreaterThan(wantedCrashes / 20);
}, 600_000);

it("[P12] a crash at every point of an undo: the folder is as before the run, and undoing the undo does it again", async () => {
  let crashes = 0;
  for (let seed = 5001; crashes < wantedCrashes / 5; seed += 1) {
    const { draft, fails, files } = randomCase(seed);
    if (fails) continue;
    const place = createPlace();
    const root = join(place.base, "files");
    fill(root, files);
    mkdirSync(root, { recursive: true });
    const original = snapshot(root);
    const first = openTestPlans({ dataDir: place.dataDir, root });
    let { runId } = await startRun(first, draft);
    const run = need(await first.plans.ended(runId));
    const after = snapshot(root);
    first.drop();
    if ((run.report?.done.length ?? 0) > 0)
      for (let dieAt = 0, back = true; ; dieAt += 1, back = !back) {
        const mortal = openMortal(place.dataDir, root, dieAt, 1);
        const undoId = need(await mortal.test.plans.undo(runId));
        const ended = await endsOrDies(mortal.test, undoId, mortal.died);
        await mortal.bury();
        const last = openTestPlans({ dataDir: place.dataDir, root });
        last.plans.resumeInterrupted();
        expect(need(await last.plans.ended(undoId)).report, `seed ${seed}, point ${dieAt}`).toMatchObject({
          outcome: "done",
          couldNotUndo: [],
        });
        expect(snapshot(root), `seed ${seed}, point ${dieAt}`).toEqual(back ? original : after);
        last.drop();
        runId = undoId;
        if (ended) break;
        crashes += 1;
      }
    place.cleanup();
  }
}, 600_000);

it("[P9, P10] a process killed with SIGKILL at 24 points: the next one finishes what it began", async () => {
  const child = fileURLToPath(new URL("test-crash-child.ts", import.meta.url));
  let killed = 0;
  for (let seed = 9001; killed < 24; seed += 1) {
    const { draft, fails, files } = randomCase(seed);
    const place = createPlace();
    const root = join(place.base, "files");
    fill(root, files);
    mkdirSync(root, { recursive: true });
    const original = snapshot(root);
    writeFileSync(join(place.base, "plan.json"), JSON.stringify(draft));
    const dieAt = 1 + (seed % 9);
    const process = spawn(globalThis.process.execPath, [child, place.dataDir, root, join(place.base, "plan.json"), String(dieAt)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    process.stdout.on("data", (bytes: Buffer) => (output += bytes.toString()));
    const [, signal] = (await once(process, "close")) as [number | null, string | null];
    const { predicted, runId } = JSON.parse(output) as { predicted: unknown[]; runId: RunId };
    const last = openTestPlans({ dataDir: place.dataDir, root, tools: [failingTool] });
    const now = snapshot(root);
    last.plans.resumeInterrupted();
    const run = need(await last.plans.ended(runId));
    expect(run.report?.outcome, `seed ${seed}`).toBe(fails ? "compensated" : "done");
    if (fails) expect(snapshot(root)).toEqual(original);
    else expect(run.report?.done).toEqual(predicted);
    if (signal === "SIGKILL") killed += 1;
    else expect(snapshot(root), "nothing is left to do after an orderly end").toEqual(now);
    if (!fails && predicted.length > 0) {
      const undoId = need(await last.plans.undo(runId));
      need(await last.plans.ended(undoId));
      expect(snapshot(root), `seed ${seed}`).toEqual(original);
    }
    await last.cleanup();
    place.cleanup();
  }
}, 120_000);
