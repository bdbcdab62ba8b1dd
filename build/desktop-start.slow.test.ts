import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startDesktopOnce } from "./bench/desktop-start.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "olympus-desktop-start-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it("the desktop app makes its first window before it loads anything native", () => {
  expect(startDesktopOnce("main/index.ts", dataDir).native).toEqual([]);
});

it("a native library would be noticed", () => {
  expect(startDesktopOnce("build/bench/native-first.ts", dataDir).native.length).toBeGreaterThan(0);
});
