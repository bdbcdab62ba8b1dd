import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { localHostPath } from "../places.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.cleanup());

/** A process of its own, as a person or a service would start it. */
const start = (entry: string, ...args: string[]) => {
  const program = fileURLToPath(new URL(`../${entry}`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, OLYMPUS_HOME: folder.path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { out: "", err: "" };
  child.stdout.on("data", (part: Buffer) => (text.out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text.err += part.toString()));
  return { child, text, ended: new Promise<number | null>((resolve) => child.once("close", resolve)) };
};

it.each(["SIGTERM", "SIGINT"] as const)(
  "the server ends in good order at %s, sent twice as launchers do, and never showed its set-up code to a pipe",
  async (signal) => {
    const { child, text, ended } = start("headless.ts", "--port", "0", "--json");
    await expect.poll(() => text.out, { timeout: 20_000 }).toContain("}");
    const { url, setupCodePath } = JSON.parse(text.out) as { url: string; setupCodePath: string };
    const code = readFileSync(setupCodePath, "utf8").trim();
    const stream = await fetch(`${url}/api/rest/library/events`, {
      headers: {
        authorization: `Bearer ${String((JSON.parse(readFileSync(localHostPath(folder.path), "utf8")) as { token: string }).token)}`,
      },
    });
    expect(stream.status).toBe(200);
    // A launcher passes on what the terminal has sent already.
    child.kill(signal);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect([text.out.includes(code), text.err.includes(code), existsSync(setupCodePath), existsSync(localHostPath(folder.path))]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(readFileSync(join(folder.path, "logs", "olympus.log"), "utf8")).not.toContain(code);
    await stream.body?.cancel().catch(() => {});
  },
  40_000,
);

it("the command line answers on standard output, explains on standard error, and tells by its exit code", async () => {
  const refused = start("cli.ts", "search", "--surprise");
  expect([await refused.ended, refused.text.out, refused.text.err]).toEqual([2, "", expect.stringContaining("--surprise")]);
  const missing = start("cli.ts", "backup", "verify", "nowhere.sqlite", "--json");
  expect(await missing.ended).toBe(1);
  expect(JSON.parse(missing.text.out)).toMatchObject({ error: { type: "BackupNotFound" } });
  const well = start("cli.ts", "migrate", "up", "--json");
  expect([await well.ended, JSON.parse(well.text.out)]).toMatchObject([0, { applied: expect.any(Number) }]);
}, 40_000);
