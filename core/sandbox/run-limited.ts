import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
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

const closesOnExec = 0o2000000;

/** Open files that this process was itself started with and that any program it starts would get as well. */
const passedOn = (): number[] =>
  readdirSync("/proc/self/fd").flatMap((name) => {
    const fd = Number(name);
    const info = fd > 3 ? statusOf(fd) : null;
    const flags = info === null ? null : /^flags:\s*([0-7]+)$/m.exec(info)?.[1];
    return flags === null || flags === undefined || (Number.parseInt(flags, 8) & closesOnExec) !== 0 ? [] : [fd];
  });

const statusOf = (fd: number): string | null => {
  try {
    return readFileSync(`/proc/self/fdinfo/${fd}`, "utf-8");
  } catch {
    // Closed meanwhile, as the one that read the folder.
    return null;
  }
};

/** Standard streams, the status pipe, and nothing of what would be passed on: /dev/null stands in its place. */
const streams = (nothing: number): StdioOptions => {
  const extra = passedOn();
  const rest = Array.from({ length: Math.max(3, ...extra) - 3 }, (_, index) => (extra.includes(index + 4) ? nothing : ("ignore" as const)));
  return ["ignore", "pipe", "pipe", "pipe", ...rest];
};

/** A program that has not started its command by then is ended without waiting for word of it. */
const startLimitMs = 5000;

/**
 * Ends bubblewrap and everything in it. Killed before it has tied its child's life to its own, it would leave the child behind, waiting forever; so the
 * end waits until bubblewrap has named its child (`--json-status-fd 3`), and the child, the first process of its namespace, is killed by its number.
 */
const createKiller = (child: ChildProcess) => {
  let isWanted = false;
  let innerPid: number | null = null;
  const kill = () => {
    child.kill("SIGKILL");
    // Bubblewrap still waits for its child, so the number is the child's; with bubblewrap gone there is nobody to end.
    if (innerPid !== null && child.exitCode === null && child.signalCode === null)
      try {
        process.kill(innerPid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
  };
  let status = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    status = (status + chunk.toString()).slice(0, 10_000);
    innerPid ??= Number(/"child-pid": (\d+)/.exec(status)?.[1] ?? 0) || null;
    if (isWanted) kill();
  });
  return () => {
    isWanted = true;
    if (innerPid !== null) return kill();
    setTimeout(kill, startLimitMs).unref();
  };
};

/**
 * Runs bubblewrap to its end with nothing but a PATH in its environment and nothing to read; kills it when time is up or nobody waits any more.
 * Errors: ProgramMissing, ToolTooSlow, CommandFailed when it could not be started, Aborted.
 */
export const runLimited = (
  program: string,
  args: readonly string[],
  { timeoutMs, outputLimit, account, tool, signal }: RunLimits,
): Promise<Result<SandboxAnswer, ToolError | ProgramMissing | Aborted>> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(err(abortedBy(signal)));
    const nothing = openSync("/dev/null", "r");
    const child = spawn(program, args, {
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
      stdio: streams(nothing),
      cwd: "/",
      ...account,
    });
    closeSync(nothing);
    const stdout = keepFirst(outputLimit);
    const stderr = keepFirst(outputLimit);
    let tooSlow = false;
    const kill = createKiller(child);
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
    child.stdout?.on("data", stdout.add);
    child.stderr?.on("data", stderr.add);
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
