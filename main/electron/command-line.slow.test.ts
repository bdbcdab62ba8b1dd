import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { silentLog, systemClock } from "#core/base";
import { migrations } from "#core/host";
import { openStore } from "#core/store";
import { readCommand } from "./launch-args.ts";
import { app, BrowserWindow, calls, Tray } from "./testing/fake-electron.ts";
import { startDesktop } from "./testing/start-desktop.ts";

// The real entry of the desktop app with a command instead of a window; only Electron is a fake.
let dataDir = "";
let written = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "olympus-command-test-"));
  written = "";
  const take = (text: unknown): boolean => {
    written += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(take);
  vi.spyOn(process.stderr, "write").mockImplementation(take);
  // The commands read the environment while they run, which is after the start has come back.
  vi.stubEnv("OLYMPUS_HOME", dataDir);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  app.removeAllListeners();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The exit code of the program, started as `olympus --cli WORDS`. */
const run = async (...words: string[]): Promise<number | undefined> => {
  await startDesktop({ dataDir, args: ["--cli", ...words] });
  await expect.poll(() => calls.exits.length, { timeout: 60_000 }).toBe(1);
  return calls.exits[0];
};

it("looks after the data without a window, a tray or the lock of a second start", async () => {
  expect(await run("migrate", "up", "--json")).toBe(0);
  expect(JSON.parse(written)).toMatchObject({ applied: Math.max(...migrations.map(({ version }) => version)) });
  written = "";
  expect(await run("backup", "create", "--json")).toBe(0);
  const { path } = JSON.parse(written) as { path: string };
  expect(readdirSync(join(dataDir, "backups"))).toContain(path.split("/").at(-1));
  expect(await run("backup", "restore", path)).toBe(0);
  expect(written).toContain("Restored");
  expect([BrowserWindow.all, Tray.all, calls.errorBoxes]).toEqual([[], [], []]);
});

it("says who has the data folder while Olympus is open, and changes nothing", async () => {
  const held = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
  if (!held.ok) throw new Error(held.error.type);
  expect(await run("backup", "create")).toBe(1);
  expect(written).toContain("Another Olympus");
  held.value.close();
});

it("knows no command that would need keys, and ends as wrong usage does", async () => {
  expect(await run("ask", "What is due?")).toBe(2);
  expect(written).toContain('There is no command "ask"');
  written = "";
  expect(await run("--help")).toBe(0);
  expect(written.match(/^ {2}olympus \w+/gm)).toEqual(
    ["export", "import", "backup", "migrate", "doctor"].map((name) => `  olympus ${name}`),
  );
});

it("ends a command by the system's signals, which Electron makes a wish to quit", async () => {
  const ended = vi.fn();
  process.once("SIGTERM", ended);
  await run("--version");
  app.emit("before-quit", { preventDefault: () => {} });
  expect(ended).toHaveBeenCalledOnce();
});

it.each([
  [["olympus", "--cli", "doctor"], 1, ["doctor"]],
  [["electron", ".", "--cli", "doctor"], 2, ["doctor"]],
  [["olympus", "olympus://ask?text=a", "--cli", "backup"], 1, null],
  [["olympus", "--hidden", "--cli"], 1, null],
  [["olympus"], 1, null],
] as const)("takes %j for a command only where --cli is its first word", (argv, program, command) => {
  expect(readCommand(argv, program)).toEqual(command);
});
