import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { BrowserWindow, displays, preventable } from "./testing/fake-electron.ts";
import { openWindow } from "./window.ts";

const folder = mkdtempSync(join(tmpdir(), "olympus-window-"));
const statePath = join(folder, "place.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (staysHidden = () => false) => {
  let nowMs = 0;
  const ends: string[] = [];
  openWindow({
    preloadPath: "/preload.cjs",
    developing: false,
    log: silentLog,
    nowMs: () => nowMs,
    statePath,
    staysHidden,
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

it("opens where it was closed, as large as it was", () => {
  const first = open().window;
  first.setBounds({ x: 300, y: 200, width: 900, height: 700 });
  first.close();
  expect(open().window.options).toMatchObject({ x: 300, y: 200, width: 900, height: 700 });
  expect(readFileSync(statePath, "utf8")).not.toContain("null");
});

it("comes back maximised, with the size it has when it is not", () => {
  const first = open().window;
  first.setBounds({ x: 10, y: 20, width: 800, height: 600 });
  first.maximize();
  first.close();
  const second = open().window;
  expect([second.isMaximized(), second.options.width]).toEqual([true, 800]);
});

it("is centred when the display it stood on is gone, and no larger than the one that is left", () => {
  writeFileSync(statePath, JSON.stringify({ bounds: { x: 4000, y: 100, width: 3000, height: 2000 }, maximized: false }));
  const { options } = open().window;
  expect(options).toMatchObject({ width: displays[0].workArea.width, height: displays[0].workArea.height });
  expect([options.x, options.y]).toEqual([undefined, undefined]);
});

it.each(["", "{", "[]", '{"bounds":{"x":"1"}}', '{"bounds":{"x":1e9,"y":0,"width":5,"height":5}}'])(
  "opens as usual when its place is lost: %s",
  (text) => {
    writeFileSync(statePath, text);
    expect(open().window.options).toMatchObject({ width: 1280, height: 860 });
  },
);

it("hides instead of closing when it is to stay", () => {
  const { window } = open(() => true);
  const event = preventable();
  window.emit("close", event);
  expect([event.defaultPrevented, window.history.at(-1)]).toEqual([true, "hide"]);
});
