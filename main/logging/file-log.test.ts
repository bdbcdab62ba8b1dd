import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFakeClock, createTestFolder } from "#core/testing";
import { createFileLog } from "./index.ts";

let folder: ReturnType<typeof createTestFolder>;
let logs: string;
beforeEach(() => {
  folder = createTestFolder();
  logs = join(folder.path, "logs");
});
afterEach(() => folder.cleanup());

const linesOf = (name = "olympus.log"): unknown[] =>
  readFileSync(join(logs, name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

it("writes one JSON object a line, in files only their owner can read", () => {
  const log = createFileLog({ folder: logs, clock: createFakeClock(0) });
  log.info("serving", { port: 1 });
  log.error("defect", { stack: "Error: broken\n    at here" });
  expect(linesOf()).toEqual([
    { at: "1970-01-01T00:00:00.000Z", level: "info", message: "serving", port: 1 },
    { at: "1970-01-01T00:00:00.000Z", level: "error", message: "defect", stack: "Error: broken\n    at here" },
  ]);
  expect(statSync(join(logs, "olympus.log")).mode & 0o777).toBe(0o600);
  log.close();
});

it("begins a new file when one is full, and drops the oldest", () => {
  const log = createFileLog({ folder: logs, clock: createFakeClock(0), fileBytes: 200, fileCount: 3 });
  for (let number = 0; number < 12; number += 1) log.info(`line ${number}`, { padding: "x".repeat(40) });
  log.close();
  expect(readdirSync(logs).toSorted()).toEqual(["olympus.log", "olympus.log.1", "olympus.log.2"]);
  for (const name of readdirSync(logs)) expect(statSync(join(logs, name)).size).toBeLessThanOrEqual(200);
  expect(linesOf().at(-1)).toMatchObject({ message: "line 11" });
  const again = createFileLog({ folder: logs, clock: createFakeClock(0), fileBytes: 200, fileCount: 3 });
  again.info("after a restart");
  again.close();
  expect(linesOf().at(-1)).toMatchObject({ message: "after a restart" });
});

it("leaves out what is named like a secret, wherever a module put it by mistake", () => {
  const log = createFileLog({ folder: logs, clock: createFakeClock(0) });
  log.warn("careless", { passphrase: "a", apiKey: "b", token: "c", Authorization: "d", cookie: "e", key: "f", monkey: "g" });
  log.close();
  expect(linesOf()).toEqual([
    expect.objectContaining({
      passphrase: "[left out]",
      apiKey: "[left out]",
      token: "[left out]",
      Authorization: "[left out]",
      cookie: "[left out]",
      key: "[left out]",
      monkey: "g",
    }),
  ]);
});

it("never throws: work goes on when the log cannot be written", () => {
  const blocked = join(folder.path, "a-file");
  writeFileSync(blocked, "");
  const log = createFileLog({ folder: join(blocked, "logs"), clock: createFakeClock(0) });
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  expect(() => log.info("lost")).not.toThrow();
  const other = createFileLog({ folder: logs, clock: createFakeClock(0) });
  expect(() => other.info("circle", { circle })).not.toThrow();
  other.close();
});
