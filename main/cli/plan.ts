import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf } from "#core/base";
import { runIdSchema, type Report, type RunId, type Simulation } from "#core/plans/schema";
import { errorSentence } from "../sentences.ts";
import { answer, fail, misused, type CommandInput, type ExitCode, type RunCommand, type Terminal } from "./command.ts";
import type { Client } from "./local-host.ts";
import { withClient } from "./open-client.ts";

const usage =
  "Usage: olympus plan simulate FILE --workspace DIR | run FILE --workspace DIR [--approve HASH] | undo RUN_ID [--force PATH] [--skip PATH]";

const textOf = (path: string): { readonly text: string } | { readonly reason: string } => {
  try {
    return { text: readFileSync(path, "utf8") };
  } catch (cause) {
    return { reason: reasonOf(cause) };
  }
};

const simulationText = ({ diff, hash, hosts, risk, unpredictable }: Simulation): string =>
  [
    diff === "" ? "Nothing would change." : diff.trimEnd(),
    ...unpredictable.map(({ reason, step }) => `Not known before it runs (${step}): ${reason}`),
    ...(hosts.length === 0 ? [] : [`Would contact: ${hosts.join(", ")}`]),
    `Risk: ${risk}`,
    `To do exactly this: --approve ${hash}`,
  ].join("\n");

/** Tells steps as they end, and gives the report of the end. Ctrl-C cancels the run and waits for it. */
const followRun = async (client: Client, runId: RunId, terminal: Terminal): Promise<Report> => {
  const cancel = () => void client.runs.cancel({ runId }).catch(() => {});
  terminal.signal.addEventListener("abort", cancel, { once: true });
  try {
    for await (const event of await client.runs.follow({ runId })) {
      if (event.type === "run-step" && terminal.attended && ["done", "failed", "undone"].includes(event.step.state))
        terminal.note(`${event.step.state}  ${event.step.step}`);
      if (event.type === "run-end" && event.run.report !== null) return event.run.report;
      if (event.type === "run-state" && event.run.state === "waiting-for-approval")
        terminal.note("The run waits for an answer; give it in the interface of the running Olympus.");
    }
    throw new Error("the run's events ended without an end");
  } finally {
    terminal.signal.removeEventListener("abort", cancel);
  }
};

const tellEnd = async (client: Client, runId: RunId, { json }: CommandInput, terminal: Terminal): Promise<ExitCode> => {
  const report = await followRun(client, runId, terminal);
  answer(terminal, json, { runId, report }, `${report.summary}\nRun ${runId}`);
  return report.outcome === "done" ? 0 : 1;
};

const withPlanFile = (
  input: CommandInput,
  terminal: Terminal,
  work: (client: Client, planId: Awaited<ReturnType<Client["plans"]["import"]>>["id"]) => Promise<ExitCode>,
): Promise<ExitCode> | ExitCode => {
  const { json, options, words } = input;
  const workspace = options["workspace"];
  const file = words[1];
  if (file === undefined || typeof workspace !== "string") return misused(terminal, usage);
  const read = textOf(resolve(terminal.callerDir, file));
  if ("reason" in read) {
    const error = { type: "PlanFileInvalid", reason: read.reason } as const;
    return fail(terminal, json, error, errorSentence(error));
  }
  const workspaceRoot = resolve(terminal.callerDir, workspace);
  // Naming the folder on the command line is the person's grant, for this plan alone.
  return withClient(terminal, json, async (client) =>
    work(client, (await client.plans.import({ text: read.text, workspaceRoot, ownGrant: true })).id),
  );
};

const undo = (input: CommandInput, terminal: Terminal): Promise<ExitCode> | ExitCode => {
  const { json, options, words } = input;
  const parsed = runIdSchema.safeParse(words[1]);
  if (!parsed.success) return misused(terminal, usage);
  const listed = (name: "force" | "skip"): string[] => (typeof options[name] === "string" ? options[name].split(",") : []);
  return withClient(terminal, json, async (client) => {
    const { runId } = await client.runs.undo({ runId: parsed.data, force: listed("force"), skip: listed("skip") });
    return tellEnd(client, runId, input, terminal);
  });
};

export const runPlan: RunCommand = async (input, terminal) => {
  const { json, options, words } = input;
  switch (words[0] ?? "") {
    case "simulate":
      return withPlanFile(input, terminal, async (client, planId) => {
        const simulation = await client.plans.simulate({ planId }, { signal: terminal.signal });
        const { diff, hash, predictions, unpredictable } = simulation;
        const effects = predictions.flatMap(({ effects: foreseen, step }) => foreseen.map((effect) => ({ step, ...effect })));
        answer(terminal, json, { effects, diff, hash, unpredictable }, simulationText(simulation));
        return 0;
      });
    case "run":
      return withPlanFile(input, terminal, async (client, planId) => {
        const hash = typeof options["approve"] === "string" ? options["approve"] : null;
        if (hash !== null) await client.plans.approve({ planId, hash });
        const { runId } = await client.plans.run({ planId, hash });
        return tellEnd(client, runId, input, terminal);
      });
    case "undo":
      return undo(input, terminal);
    default:
      return misused(terminal, usage);
  }
};
