import { availableParallelism } from "node:os";
import { buildIfChanged } from "./build-if-changed.ts";
import { staticSteps, unitStep, vitestStep } from "./check-steps.ts";
import { chromiumAdvice, obtainChromium } from "./chromium.ts";
import { countsOfStep, reportFile, secondTriesOf, summaryOf, sumOf } from "./counts.ts";
import { obtainBubblewrap } from "./sandbox.ts";
import { packageScript, runSteps } from "./steps.ts";

obtainBubblewrap();
const chromium = obtainChromium();
if (chromium === null) console.log(`There is no Chromium here, so the end-to-end tests will fail. This brings one: ${chromiumAdvice()}`);

const results = await runSteps(staticSteps, Math.max(2, availableParallelism()));
results.push(...(await runSteps([unitStep], 1)));

let built = true;
try {
  await buildIfChanged({ log: console.log });
} catch (error) {
  built = false;
  console.log(`✗ build\n${String(error)}`);
}
results.push(...(await runSteps([vitestStep("slow", ["slow"])], 1)));
results.push(
  ...(await runSteps(
    [
      {
        name: "end-to-end",
        args: [packageScript("playwright"), "test", "-c", "e2e/playwright.config.ts", "--reporter=list,json"],
        environment: {
          PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile("end-to-end"),
          ...(chromium === null ? {} : { OLYMPUS_CHROMIUM: chromium }),
        },
      },
    ],
    1,
  )),
);

const testSteps = ["unit", "slow", "end-to-end"];
const tests = sumOf(
  testSteps.map((name) =>
    countsOfStep(
      name,
      results.some((result) => result.name === name && result.ok),
    ),
  ),
);
const steps = results.filter(({ name }) => !testSteps.includes(name));
const failedSteps = steps.filter(({ ok }) => !ok).length + (built ? 0 : 1);
for (const { name, ok } of results) if (!ok) console.log(`failed: ${name}`);
const secondTries = secondTriesOf("end-to-end");
if (secondTries > 0) console.log(`end-to-end: ${secondTries} passed only at the second try`);
// A check is a test too: each counts as one.
const total = sumOf([
  tests,
  { passed: steps.length - steps.filter(({ ok }) => !ok).length + (built ? 1 : 0), failed: failedSteps, skipped: 0 },
]);
console.log(`\nOlympus: ${summaryOf(total)}`);
process.exitCode = total.failed === 0 && results.every(({ ok }) => ok) ? 0 : 1;
