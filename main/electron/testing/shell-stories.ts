import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { ShellRequest } from "#core/contract";
import type { Desktop } from "./start-desktop.ts";

/** Folders and files beside the data folder, removed after the test. */
export const made: string[] = [];

/** On a machine that is busy with other tests the core alone takes seconds to load. */
export const eventually = <T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> => expect.poll(read, { timeout: 60_000 });

/** The next request of the shell to a page, of those that are not only "you came into view". */
export const nextRequest = async (requests: AsyncIterator<ShellRequest>): Promise<ShellRequest> => {
  for (;;) {
    const { done, value } = await requests.next();
    if (done === true) throw new Error("the shell asks nothing any more");
    if (value.type !== "shown") return value;
  }
};

/** A run of a plan that stands still because it asks something. */
export const waitingRun = async (started: Desktop): Promise<{ readonly runId: string; readonly title: string }> => {
  const { plans, runs } = started.pageOf(started.main());
  const root = mkdtempSync(join(tmpdir(), "olympus-shell-work-"));
  made.push(root);
  writeFileSync(join(root, "a.txt"), "a\n");
  const title = "File one note";
  const plan = await plans.create({
    draft: { title, mode: "autopilot", steps: [{ name: "away", tool: "files.trash", input: { path: "a.txt" } }] },
    workspaceRoot: root,
    ownGrant: true,
  });
  const { runId } = await plans.run({ planId: plan.id, mode: "autopilot" });
  await eventually(async () => (await runs.get({ runId })).state).toBe("waiting-for-approval");
  return { runId, title };
};
