import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const reportFile = (name: string): string => join(root, "dist", "reports", `${name}.json`);

/** Forgets an earlier run's report, so that a run that dies before writing its own is not mistaken for it. */
export const forgetReport = (name: string): void => rmSync(reportFile(name), { force: true });

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
  readonly errors: readonly unknown[];
}

/** What Vitest or Playwright reported under a name. No report counts as one failure, as does a test file that could not even be loaded. */
export const countsOf = (name: string): Counts => {
  const path = reportFile(name);
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, "utf8")) as VitestReport | PlaywrightReport;
  if ("stats" in report) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
  }
  const unloadable = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

/** Tests of a Playwright run that passed only at their second try. */
export const secondTriesOf = (name: string): number => {
  const path = reportFile(name);
  if (!existsSync(path)) return 0;
  const report = JSON.parse(readFileSync(path, "utf8")) as Partial<PlaywrightReport>;
  return report.stats?.flaky ?? 0;
};

/** A step that ended badly although no test failed (its process died, something was thrown outside of tests) counts as one failure. */
export const countsOfStep = (name: string, ok: boolean): Counts => {
  const counts = countsOf(name);
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
};

export const sumOf = (counts: readonly Counts[]): Counts => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  skipped: counts.reduce((sum, { skipped }) => sum + skipped, 0),
});

export const summaryOf = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
