import { lstatSync, readdirSync, readlinkSync, lchownSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox, SandboxRequest } from "#core/tools";
import { err } from "#core/base/schema";
import { runLimited } from "./run-limited.ts";

/** Processes and threads of one command together; per user, on kernels before 5.14. */
const mostProcesses = 256;
const largestFileBytes = 256 * 1024 * 1024;
const temporaryBytes = 256 * 1024 * 1024;
/** The account without rights of its own; a host that runs as root gives its commands away to it. */
const nobody = 65_534;

/** `/bin` and its like as this system has them: links into /usr, or folders. */
const systemFolders = (): string[] =>
  ["bin", "sbin", "lib", "lib32", "lib64", "libx32"].flatMap((name) => {
    const stats = lstatSync(`/${name}`, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    return stats.isSymbolicLink() ? ["--symlink", readlinkSync(`/${name}`), `/${name}`] : ["--ro-bind", `/${name}`, `/${name}`];
  });

const bubblewrapArguments = ({ command, folder, memoryMb, timeoutMs }: SandboxRequest): string[] =>
  [
    ["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--disable-userns"],
    ["--json-status-fd", "3", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv"],
    ["--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "TMPDIR", "/tmp"],
    ["--setenv", "LANG", "C.UTF-8", "--setenv", "TZ", "UTC"],
    ["--ro-bind", "/usr", "/usr", ...systemFolders()],
    ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"],
    ["--proc", "/proc", "--dev", "/dev", "--size", String(temporaryBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"],
    ["--size", String(temporaryBytes), "--tmpfs", "/tmp", "--bind", folder, "/work", "--remount-ro", "/", "--chdir", "/work", "--"],
    // Inside, where the kernel counts the sandbox's processes apart from everybody else's.
    ["/usr/bin/prlimit", `--nproc=${mostProcesses}`, `--as=${memoryMb * 1024 * 1024}`, `--fsize=${largestFileBytes}`, "--core=0"],
    ["--nofile=1024", `--cpu=${Math.ceil(timeoutMs / 1000) + 1}`, "--", "/bin/sh", "-c", command],
  ].flat();

const isRoot = (): boolean => process.getuid?.() === 0;

const giveAway = (path: string): void => {
  lchownSync(path, nobody, nobody);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveAway(join(path, name));
};

const installWords = "Install bubblewrap (Debian and Ubuntu: sudo apt-get install bubblewrap).";

/** bwrap's own complaints come before the command starts and begin with its name. */
const ownComplaint = (stderr: string): string | null => {
  const line = stderr.split("\n").find((text) => text.startsWith("bwrap: "));
  return line === undefined ? null : `bubblewrap cannot isolate commands here (${line.slice(7)}). Allow user namespaces for this account.`;
};

/**
 * Commands in namespaces of their own, by bubblewrap: the system's programs to read, a private /tmp, the given folder to change, nothing else; no
 * network, no capabilities, no further namespaces, clean environment; every process ends with the command. Limits are per process: address space, file
 * size, open files, CPU time; and the number of processes. Started by root, it runs as the account `nobody`, who gets the folder.
 * Errors: SandboxUnavailable on other systems and where bubblewrap is missing or not allowed; ToolTooSlow, CommandFailed, Aborted.
 */
export const createBubblewrap = (program = "bwrap"): Sandbox => ({
  run: async (request, signal) => {
    if (process.platform !== "linux") return err({ type: "SandboxUnavailable", reason: "Commands can be isolated on Linux only." });
    if (isRoot()) giveAway(request.folder);
    const ran = await runLimited(program, bubblewrapArguments(request), {
      timeoutMs: request.timeoutMs,
      outputLimit: request.outputLimit,
      account: isRoot() ? { uid: nobody, gid: nobody } : null,
      tool: "shell.run",
      signal,
    });
    if (!ran.ok) return ran.error.type === "ProgramMissing" ? err({ type: "SandboxUnavailable", reason: installWords }) : err(ran.error);
    const complaint = ran.value.exitCode === 1 ? ownComplaint(ran.value.stderr) : null;
    return complaint === null ? ran : err({ type: "SandboxUnavailable", reason: complaint });
  },
});
