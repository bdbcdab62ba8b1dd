import { spawn } from "node:child_process";
import { abortedBy, type Aborted, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { SandboxAnswer } from "#core/tools";
import type { ToolError } from "#core/tools/schema";

export interface RunLimits {
  readonly timeoutMs: number;
  /** Bytes kept of each stream; the rest is read and dropped. */
  readonly outputLimit: number;
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly tool: string;
  readonly signal: AbortSignal;
}

export interface ProgramMissing {
  readonly type: "ProgramMissing";
}

/** The first bytes of a stream. */
const keepFirst = (limitBytes: number) => {
  const chunks: Buffer[] = [];
  let kept = 0;
  let truncated = false;
  return {
    add: (chunk: Buffer) => {
      const wanted = chunk.subarray(0, limitBytes - kept);
      truncated ||= wanted.length < chunk.length;
      kept += wanted.length;
      if (wanted.length > 0) chunks.push(wanted);
    },
    text: () => new TextDecoder().decode(Buffer.concat(chunks)),
    isTruncated: () => truncated,
  };
};

/**
 * Runs a program to its end with nothing but a PATH in its environment and nothing to read; kills it when time is up or nobody waits any more.
 * Errors: ProgramMissing, ToolTooSlow, CommandFailed when it could not be started, Aborted.
 */
export const runLimited = (
  program: string,
  args: readonly string[],
  { timeoutMs, outputLimit, account, tool, signal }: RunLimits,
): Promise<Result<SandboxAnswer, ToolError | ProgramMissing | Aborted>> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(err(abortedBy(signal)));
    const child = spawn(program, args, {
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
      stdio: ["ignore", "pipe", "pipe"],
      cwd: "/",
      ...account,
    });
    const stdout = keepFirst(outputLimit);
    const stderr = keepFirst(outputLimit);
    let tooSlow = false;
    const kill = () => child.kill("SIGKILL");
    const timer = setTimeout(() => {
      tooSlow = true;
      kill();
    }, timeoutMs);
    signal.addEventListener("abort", kill, { once: true });
    const finish = (result: Result<SandboxAnswer, ToolError | ProgramMissing | Aborted>) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", kill);
      resolve(result);
    };
    child.stdout.on("data", stdout.add);
    child.stderr.on("data", stderr.add);
    child.on("error", (error: NodeJS.ErrnoException) =>
      finish(
        error.code === "ENOENT"
          ? err({ type: "ProgramMissing" })
          : err({ type: "CommandFailed", command: program, exitCode: null, output: error.message }),
      ),
    );
    child.on("close", (exitCode) => {
      if (signal.aborted) return finish(err(abortedBy(signal)));
      if (tooSlow) return finish(err({ type: "ToolTooSlow", tool, limitMs: timeoutMs }));
      finish(ok({ exitCode, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.isTruncated() || stderr.isTruncated() }));
    });
  });
