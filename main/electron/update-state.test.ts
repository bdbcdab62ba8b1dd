import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createKeptVersions } from "./kept-version.ts";
import { judgeStart, readUpdateRecord, writeUpdateRecord, type UpdateRecord } from "./update-state.ts";

const folder = mkdtempSync(join(tmpdir(), "olympus-updates-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fresh: UpdateRecord = { trial: { version: "2.0.0", from: "1.0.0", starts: 0 }, bad: [], takenBack: null };

it("lets a new version try twice, and takes it back at the third start", () => {
  const first = judgeStart(fresh, "2.0.0");
  const second = judgeStart(first.record, "2.0.0");
  const third = judgeStart(second.record, "2.0.0");
  expect([first.type, second.type, second.record.trial?.starts]).toEqual(["go", "go", 2]);
  expect(third).toEqual({
    type: "take-back",
    bad: "2.0.0",
    good: "1.0.0",
    record: { trial: null, bad: ["2.0.0"], takenBack: "2.0.0" },
  });
});

it("counts no version that is not on trial, and ends a trial that never began", () => {
  expect(judgeStart(fresh, "1.0.0")).toEqual({ type: "go", record: { ...fresh, trial: null } });
  expect(judgeStart({ ...fresh, trial: null }, "2.0.0").type).toBe("go");
});

it.each(["", "null", "[]", '{"trial":{"version":1}}', '{"bad":"2.0.0","takenBack":7}'])(
  "takes nothing back by a record that is damaged: %s",
  (text) => {
    const path = join(folder, "versions.json");
    writeFileSync(path, text);
    expect(readUpdateRecord(path)).toEqual({ trial: null, bad: [], takenBack: null });
  },
);

it("reads what it wrote", () => {
  const path = join(folder, "deeper", "versions.json");
  writeUpdateRecord(path, fresh);
  expect(readUpdateRecord(path)).toEqual(fresh);
});

it("has the kept installer bring a version back on Windows, and says when there is none", () => {
  const started: unknown[] = [];
  const start = (program: string, args: readonly string[]) => void started.push([program, args]);
  const kept = createKeptVersions({ folder, platform: "win32", environment: {}, start });
  const installer = join(folder, "Olympus-Setup-1.0.0.exe");
  writeFileSync(installer, "installer");
  kept.keepInstaller("1.0.0", [join(folder, "x.blockmap"), installer]);
  expect([kept.restore("0.9.0"), kept.restore("1.0.0")]).toEqual([false, true]);
  expect(started).toEqual([[join(folder, "1.0.0.exe"), ["/S", "--force-run"]]]);
});
