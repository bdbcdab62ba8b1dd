import { reportFile } from "./counts.ts";
import { packageScript, type Step } from "./steps.ts";

/** Everything that looks at the source without running it. */
export const staticSteps: readonly Step[] = [
  { name: "types", args: [packageScript("typescript", "tsc"), "-b"] },
  { name: "lint", args: [packageScript("oxlint"), "--deny-warnings"] },
  { name: "boundaries", args: ["build/boundaries.ts"] },
  { name: "dead code", args: [packageScript("knip"), "--no-progress", "--no-config-hints"] },
  { name: "format", args: [packageScript("oxfmt"), "--check", "."] },
  { name: "spec", args: ["build/spec.ts"] },
];

export const vitestStep = (name: string, projects: readonly string[]): Step => ({
  name,
  args: [
    packageScript("vitest"),
    "run",
    "--reporter=dot",
    "--silent=passed-only",
    "--reporter=json",
    `--outputFile.json=${reportFile(name)}`,
    ...projects.flatMap((project) => ["--project", project]),
  ],
});

export const unitStep = vitestStep("unit", ["core", "main", "renderer", "build"]);
