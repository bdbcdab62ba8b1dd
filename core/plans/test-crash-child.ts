/** Runs a plan and kills itself at the n-th journal point. Arguments: data folder, workspace, plan file, n. Prints the run and what was foreseen first. */
import { readFileSync, writeSync } from "node:fs";
import { need, openTestPlans } from "./test-plans.ts";
import { failingTool } from "./test-random-plans.ts";

const [dataDir = "", root = "", planPath = "", dieAt = "0"] = process.argv.slice(2);
let point = 0;
let mayDie = false;
const { plans } = openTestPlans({
  dataDir,
  root,
  tools: [failingTool],
  changes: {
    onJournalPoint: async () => {
      // The parent has to know the run before anything is allowed to end here.
      while (!mayDie) await new Promise((resolve) => setImmediate(resolve));
      point += 1;
      if (point >= Number(dieAt)) process.kill(process.pid, "SIGKILL");
    },
  },
});
const plan = need(plans.create(need(plans.parse(readFileSync(planPath, "utf8"))), { workspaceRoot: root }));
const simulation = need(await plans.simulate(plan.id));
need(plans.approve(plan.id, simulation.hash, "test"));
const runId = need(await plans.run(plan.id, { hash: simulation.hash }));
writeSync(1, JSON.stringify({ runId, predicted: simulation.predictions.flatMap(({ effects }) => effects) }));
mayDie = true;
need(await plans.ended(runId));
