import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { forgetReport } from "./counts.ts";
import { root } from "./root.ts";

export interface Step {
  readonly name: string;
  /** Arguments for this Node. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly durationMs: number;
  readonly output: string;
}

/** The script behind a package's command, to be run by Node without a shell. */
export const packageScript = (name: string, command = name): string => {
  const { bin } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  return join(root, "node_modules", name, typeof bin === "string" ? bin : (bin[command] ?? ""));
};

const runStep = ({ name, args, environment = {} }: Step): Promise<StepResult> =>
  new Promise((resolve) => {
    const startedAtMs = performance.now();
    const output: string[] = [];
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const end = (ok: boolean) => resolve({ name, ok, durationMs: performance.now() - startedAtMs, output: output.join("") });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
    child.on("error", (error) => {
      output.push(error.message);
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });

/** Runs the steps, at most `parallel` at a time, and prints a line for each as it ends, with the whole output of those that failed. */
export const runSteps = async (steps: readonly Step[], parallel: number): Promise<StepResult[]> => {
  for (const step of steps) forgetReport(step.name);
  const results: StepResult[] = [];
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      console.log(`${result.ok ? "✓" : "✗"} ${result.name.padEnd(12)} ${(result.durationMs / 1000).toFixed(1).padStart(6)} s`);
      if (!result.ok) console.log(result.output.trimEnd().replaceAll(/^/gm, "    "));
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return results;
};
