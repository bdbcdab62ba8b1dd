import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, expect, it } from "vitest";
import { countsOf, countsOfStep, reportFile, secondTriesOf, sumOf, summaryOf } from "./counts.ts";

const name = `counts-test-${process.pid}`;
afterEach(() => rmSync(reportFile(name), { force: true }));

const report = (content: object) => {
  mkdirSync(dirname(reportFile(name)), { recursive: true });
  writeFileSync(reportFile(name), JSON.stringify(content));
};

it("counts a run that left no report as one failure", () => {
  expect(countsOf(name)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("counts Vitest's tests, and a file that could not be loaded as a failure", () => {
  report({
    numPassedTests: 7,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
    ],
  });
  expect(countsOf(name)).toEqual({ passed: 7, failed: 2, skipped: 3 });
});

it("counts a step that ended badly without a failed test as one failure", () => {
  report({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] });
  expect([countsOfStep(name, true).failed, countsOfStep(name, false).failed]).toEqual([0, 1]);
  report({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 0, numTodoTests: 0, testResults: [] });
  expect(countsOfStep(name, false).failed).toBe(2);
});

it("counts Playwright's tests, and errors outside of tests as failures", () => {
  report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
  expect(countsOf(name)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

it("says sums in one plain line", () => {
  const sum = sumOf([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(summaryOf(sum)).toBe("3 passed, 1 failed");
  expect(summaryOf({ ...sum, skipped: 4 })).toBe("3 passed, 1 failed, 4 skipped");
});

it("says how many tests needed a second try", () => {
  expect(secondTriesOf(name)).toBe(0);
  report({ stats: { expected: 4, unexpected: 0, flaky: 3, skipped: 0 }, errors: [] });
  expect(secondTriesOf(name)).toBe(3);
  report({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] });
  expect(secondTriesOf(name)).toBe(0);
});
