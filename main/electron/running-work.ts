import type { Core } from "./open-core.ts";

export type RunningWork = readonly { readonly id: string; readonly title: string }[];

/** Tells which plans have not ended and are not paused, newest first, whenever that changes, until the signal aborts. */
export const followRuns = async (
  client: Pick<Core["client"], "runs">,
  onChange: (work: RunningWork) => void,
  signal: AbortSignal,
): Promise<void> => {
  const going = new Map<string, { readonly title: string; readonly startedAtMs: number }>();
  for await (const { id, startedAtMs, state, title } of await client.runs.watch(undefined, { signal })) {
    if (state === "ended" || state === "paused") going.delete(id);
    else going.set(id, { title, startedAtMs });
    onChange(
      [...going].toSorted(([, one], [, other]) => other.startedAtMs - one.startedAtMs).map(([key, run]) => ({ id: key, title: run.title })),
    );
  }
};

/** How much would be interrupted by quitting now: plans under way, and goals being planned. */
export const countWork = async (client: Pick<Core["client"], "runs" | "agents">): Promise<number> => {
  const [runs, tasks] = await Promise.all([client.runs.list({}), client.agents.list({})]);
  return (
    runs.filter(({ state }) => state === "running" || state === "waiting-for-approval").length +
    tasks.filter(({ state }) => state === "working").length
  );
};
