import { rmSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { answers, app, BrowserWindow, Notification } from "./testing/fake-electron.ts";
import { eventually, made, nextRequest, waitingRun } from "./testing/shell-stories.ts";
import { startDesktop, type Desktop } from "./testing/start-desktop.ts";

// The real entry of the desktop app over a real data folder, with a run that waits for an approval; only Electron is a fake.
let desktop: Desktop;
const open = async (): Promise<void> => {
  desktop = await startDesktop();
  await eventually(() => BrowserWindow.all.length).toBeGreaterThan(1);
};
afterEach(async () => {
  answers.splice(0, answers.length, ...Array.from({ length: 9 }, () => 0));
  if (app.listenerCount("before-quit") > 0) await desktop.end();
  for (const path of [desktop.dataDir, ...made.splice(0)]) rmSync(path, { recursive: true, force: true });
});

/** What the system shows of a run that waits for an approval. */
const askedFor = async (started: Desktop): Promise<Notification> => {
  await waitingRun(started);
  await eventually(() => Notification.all.length).toBe(1);
  return Notification.all[0] as Notification;
};
const chooseNow = (told: Notification) => void told.emit("click", {});

it("brings a window that is hidden in the tray back, at the place where it is answered", async () => {
  await open();
  answers.push(0);
  desktop.main().close();
  const told = await askedFor(desktop);
  expect(desktop.main().isVisible()).toBe(false);
  chooseNow(told);
  expect([desktop.main().isVisible(), desktop.main().history.slice(-2)]).toEqual([true, ["show", "focus"]]);
  expect(BrowserWindow.all).toHaveLength(2);
  const requests = await desktop.pageOf(desktop.main()).shell.requests({ window: "main" });
  expect(await nextRequest(requests)).toEqual({ type: "go", place: "/tasks/approvals" });
});

it("opens a new window where the one there was is gone, as on macOS, and its page hears the place, not the dead one's", async () => {
  const platform = process.platform;
  Object.defineProperty(process, "platform", { value: "darwin" });
  try {
    await open();
  } finally {
    Object.defineProperty(process, "platform", { value: platform });
  }
  const told = await askedFor(desktop);
  const first = desktop.main();
  const page = desktop.pageOf(first);
  const dead = await page.shell.requests({ window: "main" });
  const heard = vi.fn();
  void dead.next().then(heard, () => {});
  await page.settings.update({ closeToTray: false });
  await eventually(() => {
    if (!first.isDestroyed()) first.close();
    return first.isDestroyed();
  }).toBe(true);
  chooseNow(told);
  expect(desktop.main()).not.toBe(first);
  expect(desktop.main().loaded).toEqual(["olympus-app://app/"]);
  const requests = await desktop.pageOf(desktop.main()).shell.requests({ window: "main" });
  expect(await nextRequest(requests)).toEqual({ type: "go", place: "/tasks/approvals" });
  expect(heard.mock.calls.filter(([result]) => (result as { done?: boolean }).done !== true)).toEqual([]);
});
