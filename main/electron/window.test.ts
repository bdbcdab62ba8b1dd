import { expect, it } from "vitest";
import { silentLog } from "#core/base";
import { BrowserWindow } from "./testing/fake-electron.ts";
import { openWindow } from "./window.ts";

const open = () => {
  let nowMs = 0;
  const ends: string[] = [];
  openWindow({
    preloadPath: "/preload.cjs",
    developing: false,
    log: silentLog,
    nowMs: () => nowMs,
    onHopeless: () => ends.push("hopeless"),
  });
  const window = BrowserWindow.all.at(-1);
  if (window === undefined) throw new Error("no window");
  const die = (reason: string) => window.webContents.emit("render-process-gone", {}, { reason, exitCode: 1 });
  return { window, die, ends, wait: (ms: number) => (nowMs += ms) };
};

it("loads the page again when its process dies, and gives up when that happens four times in a minute", () => {
  const { window, die, ends } = open();
  for (const reason of ["crashed", "oom", "killed"]) die(reason);
  expect([window.loaded.length, ends]).toEqual([4, []]);
  die("crashed");
  expect([window.loaded.length, ends, window.history]).toEqual([4, ["hopeless"], ["destroy"]]);
});

it("forgets crashes older than a minute and does not count a page that ended by itself", () => {
  const { window, die, ends, wait } = open();
  for (let crash = 0; crash < 10; crash += 1) {
    die("crashed");
    wait(25_000);
  }
  die("clean-exit");
  expect([window.loaded.length, ends]).toEqual([11, []]);
});

it("has no developer tools in the packaged app", () => {
  expect(open().window.options.webPreferences?.devTools).toBe(false);
});
