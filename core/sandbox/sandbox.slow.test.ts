import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBubblewrap } from "./bubblewrap.ts";

const sandbox = createBubblewrap();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "olympus-sandbox-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const request = (command: string, changes: { timeoutMs?: number; memoryMb?: number; outputLimit?: number } = {}) => ({
  command,
  folder,
  network: false as const,
  timeoutMs: 20_000,
  memoryMb: 512,
  outputLimit: 100_000,
  ...changes,
});
const run = (command: string, changes = {}, signal = new AbortController().signal) => sandbox.run(request(command, changes), signal);
const output = async (command: string, changes = {}): Promise<string> => {
  const ran = await run(command, changes);
  if (!ran.ok) throw new Error(JSON.stringify(ran.error));
  return ran.value.stdout + ran.value.stderr;
};

it("says what to do where bubblewrap is missing or may not isolate", async () => {
  const missing = await createBubblewrap("/nowhere/bwrap").run(request("true"), new AbortController().signal);
  expect(missing).toMatchObject({
    ok: false,
    error: { type: "SandboxUnavailable", reason: expect.stringContaining("apt-get install bubblewrap") },
  });
  const broken = join(folder, "broken-bwrap");
  writeFileSync(broken, "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n", { mode: 0o755 });
  expect(await createBubblewrap(broken).run(request("true"), new AbortController().signal)).toEqual({
    ok: false,
    error: {
      type: "SandboxUnavailable",
      reason: "bubblewrap cannot isolate commands here (setting up uid map: Permission denied). Allow user namespaces for this account.",
    },
  });
});

const probe = await sandbox.run(
  { ...request("echo works"), folder: mkdtempSync(join(tmpdir(), "olympus-sandbox-")) },
  new AbortController().signal,
);
const why = probe.ok ? "" : JSON.stringify(probe.error);

describe.skipIf(!probe.ok)(`a sandboxed command${why}`, () => {
  it("works in its folder, and what it changed is there afterwards", async () => {
    writeFileSync(join(folder, "a.txt"), "one\n");
    expect(await output("pwd; cat a.txt; tr a-z A-Z < a.txt > b.txt; mkdir c; exit 0")).toBe("/work\none\n");
    expect([readdirSync(folder).toSorted(), readFileSync(join(folder, "b.txt"), "utf-8")]).toEqual([["a.txt", "b.txt", "c"], "ONE\n"]);
  });

  it("tells the exit code and both streams", async () => {
    expect(await run("echo out; echo err >&2; exit 7")).toEqual({
      ok: true,
      value: { exitCode: 7, stdout: "out\n", stderr: "err\n", truncated: false },
    });
  });

  it("reaches no network: not this machine's servers, no other interface, no name", async () => {
    let connections = 0;
    const server = createServer(() => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const seen = await output(
      `cat /proc/net/route | tail -n +2; grep -c : /proc/net/dev; getent hosts example.com || echo noname; python3 -c "import socket; socket.create_connection(('127.0.0.1', ${port}), 2)" 2>&1 | tail -1; bash -c 'echo > /dev/tcp/127.0.0.1/${port}' 2>&1 | tail -1`,
    );
    server.close();
    expect(seen).toMatch(/^1\nnoname\n/);
    expect(connections).toBe(0);
  });

  it("cannot see the home folder, the data folder, other temporary files, passwords or this program", async () => {
    const secret = mkdtempSync(join(tmpdir(), "olympus-secret-"));
    writeFileSync(join(secret, "key"), "hidden", { mode: 0o644 });
    for (const path of [
      homedir(),
      secret,
      "/etc/passwd",
      "/etc/shadow",
      "/etc/hostname",
      "/root",
      "/home",
      "/var",
      "/run",
      "/sys",
      process.cwd(),
    ])
      expect(await output(`ls -d ${path} 2>&1 || true`), path).toMatch(/No such file|cannot access/);
    expect(await output("ls -A /tmp; ls / | tr '\\n' ' '; env | sort | cut -d= -f1 | tr '\\n' ' '")).toMatch(
      /^(bin |dev |etc |lib\S* |proc |sbin |tmp |usr |work )+HOME LANG (OLDPWD )?PATH PWD (SHLVL )?TMPDIR TZ (_ )?$/,
    );
    rmSync(secret, { recursive: true });
  });

  it("sees no process but its own, and cannot signal this one", async () => {
    expect(await output(`kill -0 ${process.pid} 2>&1; ls /proc | grep -c '^[0-9]'`)).toMatch(/No such process\n+[1-9]\n$/);
  });

  it("can write nowhere but into its folder and a private /tmp", async () => {
    for (const path of ["/x", "/usr/x", "/etc/x", "/bin/x", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/lib/x", "/dev/x"])
      expect(await output(`(echo x > ${path}) 2>&1 && echo WROTE`), path).not.toContain("WROTE");
    expect(await output("echo x > /tmp/y && cat /tmp/y")).toBe("x\n");
    expect(await output("cat /tmp/y 2>&1 || true")).toMatch(/No such file/);
    expect(existsSync("/tmp/y")).toBe(false);
  });

  it("has no rights to gain: no capabilities, no mounts, no namespaces, no set-user-id", async () => {
    expect(await output("grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status")).toMatch(/CapEff:\s0+\nCapBnd:\s0+\nNoNewPrivs:\s1\n/);
    expect(await output("mount -t tmpfs none /work 2>&1 || true")).not.toBe("");
    expect(await output("unshare -Ur id 2>&1 || true")).not.toMatch(/uid=0/);
    expect(await output("id -u")).not.toBe("0\n");
  });

  it("a fork bomb dies with its command and leaves nothing running", async () => {
    const startedMs = performance.now();
    const mark = `4${Math.floor(Math.random() * 1e6)}`;
    const ran = await run(`f() { sleep ${mark} & f & f; }; f; sleep ${mark}`, { timeoutMs: 3000 });
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect(ran.ok ? "ended" : ran.error.type).toMatch(/ended|ToolTooSlow/);
    expect(spawnSync("pgrep", ["-f", `sleep ${mark}`], { encoding: "utf-8" }).stdout).toBe("");
  });

  it("background processes end with the command", async () => {
    const mark = `5${Math.floor(Math.random() * 1e6)}`;
    await output(`setsid sleep ${mark} > /dev/null 2>&1 & echo started`);
    // The kernel ends them with their namespace, in its own time.
    await expect.poll(() => spawnSync("pgrep", ["-f", `sleep ${mark}`], { encoding: "utf-8" }).stdout).toBe("");
  });

  it("memory, file size and output are capped", async () => {
    expect(await output("head -c 400000000 /dev/zero | tail -c 399999999 | wc -c; echo $?", { memoryMb: 100 })).toMatch(
      /memory exhausted|Cannot allocate|^0\n/,
    );
    expect(await output("head -c 300000000 /dev/zero > big; stat -c %s big")).toMatch(/268435456\n/);
    expect(await output("head -c 400000000 /dev/zero > /tmp/big; stat -c %s /tmp/big")).toMatch(/26843545\d\n/);
    const loud = await run("yes x | head -c 50000000", { outputLimit: 1000 });
    expect(loud.ok && [loud.value.stdout.length, loud.value.truncated]).toEqual([1000, true]);
  });

  it("time is capped, and whoever waits may stop waiting", async () => {
    expect(await run("sleep 60", { timeoutMs: 500 })).toEqual({
      ok: false,
      error: { type: "ToolTooSlow", tool: "shell.run", limitMs: 500 },
    });
    const stop = new AbortController();
    const waiting = run("sleep 60", {}, stop.signal);
    stop.abort();
    expect(await waiting).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
  });

  it("leaves nothing behind when it is stopped at any moment of its start", async () => {
    const mark = `6${Math.floor(Math.random() * 1e6)}`;
    for (let delayMs = 0; delayMs < 30; delayMs += 1) {
      const stop = new AbortController();
      const waiting = run(`sleep ${mark}`, {}, stop.signal);
      setTimeout(() => stop.abort(), delayMs);
      expect(await waiting).toMatchObject({ error: { type: "Aborted" } });
    }
    expect(spawnSync("pgrep", ["-f", `sleep ${mark}`], { encoding: "utf-8" }).stdout).toBe("");
  });

  it("inherits nothing that is open here", async () => {
    const places = await output('for fd in $(ls /proc/self/fd | grep -v "^[012]$"); do readlink /proc/self/fd/$fd || true; done');
    expect(places.split("\n").filter((place) => !/^(pipe:\[\d+\]|\/dev\/null|)$/.test(place))).toEqual([]);
  });

  it("a link it leaves leads nowhere for us: the folder holds the link, not what it names", async () => {
    mkdirSync(join(folder, "d"));
    expect(await output("ln -s /etc/passwd l; ln -s / d/root; mkfifo p; echo done")).toBe("done\n");
    expect(readdirSync(folder).toSorted()).toEqual(["d", "l", "p"]);
  });
});
