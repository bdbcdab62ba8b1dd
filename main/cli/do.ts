import { resolve } from "node:path";
import { realRoot } from "#core/host";
import { taskIdSchema, type AgentEvent, type Task } from "#core/agents/schema";
import { modeSchema, type Report, type Simulation } from "#core/plans/schema";
import { errorSentence } from "../sentences.ts";
import { answer, fail, misused, type CommandInput, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import type { Client } from "./local-host.ts";
import { withClient } from "./open-client.ts";

const usage = 'Usage: olympus do "GOAL" --workspace DIR [--mode observe|draft|autopilot] [--model ID] | do TASK_ID --approve HASH';

/** What a task came to, as far as this command waited for it. */
interface Outcome {
  readonly task: Task;
  readonly simulation: Simulation | null;
  readonly report: Report | null;
}

const tellProgress = (event: AgentEvent, terminal: Terminal): void => {
  if (event.type === "agent-look") terminal.note(`looks: ${event.look.tool}${event.look.done ? "" : ` – refused: ${event.look.note}`}`);
  if (event.type === "agent-repair") terminal.note(`asks again: ${event.problem}`);
  if (event.type === "agent-run" && event.event.type === "run-step" && ["done", "failed", "undone"].includes(event.event.step.state))
    terminal.note(`${event.event.step.state}  ${event.event.step.step}`);
};

/** Follows to the end of the agent's part, or to where only a person can go on. */
const followTask = async (client: Client, { id: taskId }: Task, terminal: Terminal): Promise<Outcome> => {
  const cancel = () => void client.agents.cancel({ taskId }).catch(() => {});
  terminal.signal.addEventListener("abort", cancel, { once: true });
  if (terminal.signal.aborted) cancel();
  let simulation: Simulation | null = null;
  try {
    for await (const event of await client.agents.follow({ taskId })) {
      if (terminal.attended) tellProgress(event, terminal);
      if (event.type === "agent-plan") ({ simulation } = event);
      if (event.type === "agent-run" && event.event.type === "run-state" && event.event.run.state === "waiting-for-approval") break;
    }
  } finally {
    terminal.signal.removeEventListener("abort", cancel);
  }
  const task = await client.agents.get({ taskId });
  const run = task.runId === null ? null : await client.runs.get({ runId: task.runId });
  return { task, simulation, report: run?.report ?? null };
};

const textOf = ({ report, simulation, task }: Outcome): string => {
  if (task.answer !== null) return task.answer;
  const foreseen =
    simulation === null
      ? []
      : [
          simulation.diff === "" ? "Nothing would change." : simulation.diff.trimEnd(),
          ...simulation.unpredictable.map(({ reason, step }) => `Not known before it runs (${step}): ${reason}`),
          ...(simulation.hosts.length === 0 ? [] : [`Would contact: ${simulation.hosts.join(", ")}`]),
          `Risk: ${simulation.risk}`,
        ];
  if (report !== null) return [...foreseen, report.summary, `Run ${task.runId}`].join("\n");
  if (task.state !== "waiting-for-approval") return foreseen.join("\n");
  return task.runId === null
    ? [...foreseen, `To do exactly this: olympus do ${task.id} --approve ${task.hash}`].join("\n")
    : [...foreseen, "The run waits for an answer; give it in the interface (olympus serve)."].join("\n");
};

const tell = (outcome: Outcome, { json }: CommandInput, terminal: Terminal): ExitCode => {
  const { report, simulation, task } = outcome;
  if (task.error !== null) {
    const shown = task.error;
    terminal.note(errorSentence(shown));
    if (json) terminal.write(`${JSON.stringify({ taskId: task.id, state: task.state, error: shown }, null, 2)}\n`);
    return 1;
  }
  const document = {
    taskId: task.id,
    state: task.state,
    planId: task.planId,
    hash: task.hash,
    effects: simulation?.predictions.flatMap(({ effects, step }) => effects.map((effect) => ({ step, ...effect }))) ?? [],
    diff: simulation?.diff ?? "",
    unpredictable: simulation?.unpredictable ?? [],
    ...(task.runId === null ? {} : { runId: task.runId }),
    ...(report === null ? {} : { report }),
    ...(task.answer === null ? {} : { answer: task.answer }),
  };
  answer(terminal, json, document, textOf(outcome));
  return task.state === "stopped" || task.state === "cancelled" || task.state === "failed" ? 1 : 0;
};

/** Runs the plan of a task that waits, if the hash is that of its dry run. */
const approve = (input: CommandInput, terminal: Terminal, hash: string): Promise<ExitCode> | ExitCode => {
  const taskId = taskIdSchema.safeParse(input.words[0]);
  if (!taskId.success || input.words.length > 1) return misused(terminal, usage);
  return withClient(terminal, input.json, async (client) => {
    const { id, planId } = await client.agents.get({ taskId: taskId.data });
    if (planId === null) {
      const error = { type: "ApprovalMissing", hash } as const;
      return fail(terminal, input.json, error, errorSentence(error));
    }
    await client.plans.approve({ planId, hash });
    const { runId } = await client.plans.run({ planId, hash });
    const cancel = () => void client.runs.cancel({ runId }).catch(() => {});
    terminal.signal.addEventListener("abort", cancel, { once: true });
    let report: Report | null = null;
    for await (const event of await client.runs.follow({ runId })) {
      if (event.type === "run-end") ({ report } = event.run);
      else if (event.type === "run-state" && event.run.state === "waiting-for-approval") break;
    }
    return tell({ task: await client.agents.get({ taskId: id }), simulation: null, report }, input, terminal);
  });
};

/** Autopilot changes only granted folders; naming one on the command line grants it, for as long as this task needs it. */
const withGrant = async (client: Client, root: string, terminal: Terminal, work: () => Promise<Outcome>): Promise<Outcome> => {
  const known = (await client.workspaces.list()).find((workspace) => workspace.root === root);
  if (known?.access === "write") return work();
  const { id: workspaceId } = await client.workspaces.grant({ path: root, access: "write", name: known?.name ?? null });
  const outcome = await work();
  if (outcome.task.state === "waiting-for-approval") {
    terminal.note(`${root} stays a granted folder, so that the run can go on; the interface takes the grant back.`);
    return outcome;
  }
  if (known === undefined) await client.workspaces.revoke({ workspaceId });
  else await client.workspaces.grant({ path: root, access: known.access, name: known.name });
  return outcome;
};

export const runDo: RunCommand = async (input, terminal) => {
  const { json, options, words } = input;
  if (typeof options["approve"] === "string") return approve(input, terminal, options["approve"]);
  const goal = words.join(" ").trim();
  const mode = modeSchema.safeParse(options["mode"] ?? "draft");
  if (goal === "" || !mode.success || typeof options["workspace"] !== "string") return misused(terminal, usage);
  const named = resolve(terminal.callerDir, options["workspace"]);
  const modelId = typeof options["model"] === "string" ? options["model"] : null;
  return withClient(terminal, json, async (client) => {
    const start = async (): Promise<Outcome> =>
      followTask(
        client,
        // Naming the folder on the command line is the person's grant, for this task alone.
        await client.agents.start({ goal, workspaceRoot: named, ownGrant: true, mode: mode.data, modelId }),
        terminal,
      );
    const outcome = mode.data === "autopilot" ? await withGrant(client, realRoot(named), terminal, start) : await start();
    return tell(outcome, input, terminal);
  });
};
