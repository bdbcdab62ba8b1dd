import { availableParallelism } from "node:os";
import { staticSteps, unitStep } from "./check-steps.ts";
import { countsOf, summaryOf } from "./counts.ts";
import { runSteps } from "./steps.ts";

const results = [...(await runSteps(staticSteps, Math.max(2, availableParallelism()))), ...(await runSteps([unitStep], 1))];
const failed = results.filter((result) => !result.ok).map((result) => result.name);
console.log(`\nunit: ${summaryOf(countsOf("unit"))}`);
console.log(failed.length === 0 ? "check: all is well" : `check failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
