import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLoginItem } from "./login-item.ts";
import { app, calls, startAnew } from "./testing/fake-electron.ts";

let folder: string;
beforeEach(() => {
  startAnew();
  folder = mkdtempSync(join(tmpdir(), "olympus-login-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("cannot be had by a source tree, and says so", () => {
  const item = createLoginItem({ app, platform: "linux", environment: { XDG_CONFIG_HOME: folder } });
  expect([item.isOn(), item.set(true)]).toEqual([null, "this is not an installed program"]);
});

it("is an entry in the autostart folder on Linux, which starts the AppImage itself, hidden", () => {
  app.isPackaged = true;
  const environment = { XDG_CONFIG_HOME: folder, APPIMAGE: '/home/me/My "$HOME" 100%.AppImage' };
  const item = createLoginItem({ app, platform: "linux", environment });
  expect([item.isOn(), item.set(true), item.isOn()]).toEqual([false, null, true]);
  expect(readFileSync(join(folder, "autostart/olympus.desktop"), "utf8")).toContain(
    'Exec="/home/me/My \\\\"\\\\$HOME\\\\" 100%%.AppImage" --hidden\n',
  );
  expect([item.set(false), item.isOn()]).toEqual([null, false]);
});

it("says why the entry could not be written", () => {
  app.isPackaged = true;
  expect(createLoginItem({ app, platform: "linux", environment: { XDG_CONFIG_HOME: "/dev/null" } }).set(true)).toMatch(/ENOTDIR|EEXIST/);
});

it.each(["darwin", "win32"] as const)("is the system's own list on %s", (platform) => {
  app.isPackaged = true;
  const item = createLoginItem({ app, platform, environment: {} });
  expect([item.isOn(), item.set(true), item.isOn()]).toEqual([false, null, true]);
  expect(calls.loginItems).toEqual([{ openAtLogin: true, args: ["--hidden"] }]);
});
