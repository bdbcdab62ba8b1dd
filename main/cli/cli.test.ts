import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { commands } from "./commands.ts";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
let dataDir: string;
beforeEach(() => {
  folder = createTestFolder();
  dataDir = join(folder.path, "data");
});
afterEach(() => folder.cleanup());

const run = async (...args: string[]) => {
  const test = createTestTerminal(dataDir, folder.path);
  const code = await runCli(args, test.terminal);
  return { code, output: test.output(), json: test.json, notes: test.notes.join("\n") };
};

describe("usage", () => {
  it("--help lists every command; without a command it does too, and answers 2", async () => {
    const { code, output } = await run("--help");
    expect(code).toBe(0);
    for (const { usage } of Object.values(commands)) expect(output).toContain(usage);
    expect((await run()).code).toBe(2);
  });

  it.each(Object.keys(commands))("%s explains itself, and refuses options it does not know", async (name) => {
    const help = await run(name, "--help");
    expect([help.code, help.output]).toEqual([0, expect.stringContaining(commands[name]?.usage ?? "missing")]);
    const unknown = await run(name, "--surprise");
    expect([unknown.code, unknown.output, unknown.notes]).toEqual([2, "", expect.stringContaining("--surprise")]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    "nonsense",
    "constructor",
    "search",
    "search x --k 0",
    "search x --k many",
    "serve --port 70000",
    "serve extra",
    "backup",
    "backup verify",
    "backup create x",
    "migrate sideways",
  ])("%s is wrong usage", async (line) => {
    const { code, output } = await run(...line.split(" "));
    expect([code, output]).toEqual([2, ""]);
  });
});
