import type { RunSummary } from "#core/plans/schema";
import { answer, misused, type RunCommand } from "./command.ts";
import { withClient } from "./open-client.ts";

const line = ({ id, outcome, startedAtMs, state, summary, title }: RunSummary): string =>
  `${new Date(startedAtMs).toISOString()}  ${id}  ${outcome ?? state}  ${title}${summary === "" ? "" : `\n    ${summary}`}`;

export const runRuns: RunCommand = async ({ words, options, json }, terminal) => {
  const limit = Number(options["limit"] ?? 100);
  if (words[0] !== "list" || !Number.isInteger(limit) || limit < 1 || limit > 1000)
    return misused(terminal, "Usage: olympus runs list [--filter TEXT] [--limit N]; N is a whole number from 1 to 1000.");
  const filter = typeof options["filter"] === "string" ? options["filter"] : "";
  return withClient(terminal, json, async (client) => {
    const runs = await client.runs.list({ filter, limit });
    answer(terminal, json, runs, runs.length === 0 ? "There are no runs." : runs.map(line).join("\n"));
    return 0;
  });
};
