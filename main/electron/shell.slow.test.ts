import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { silentLog, systemClock } from "#core/base";
import { migrations } from "#core/host";
import type { ShellState } from "#core/contract";
import { answers, app, BrowserWindow, calls, keyring, keys, Notification, powerMonitor, Tray } from "./testing/fake-electron.ts";
import { autoUpdater, publisher } from "./testing/fake-updater.ts";
import { eventually, made, nextRequest, waitingRun } from "./testing/shell-stories.ts";
import { startDesktop, type Desktop } from "./testing/start-desktop.ts";
import { openUpdateSource } from "./update-source.ts";
import { readUpdateRecord, writeUpdateRecord } from "./update-state.ts";

// The real entry of the desktop app, from its first line on, over a real data folder; only Electron and its updater are fakes.
vi.mock("electron-updater", async () => {
  const fake = await import("./testing/fake-updater.ts");
  return { default: { autoUpdater: fake.autoUpdater } };
});

const conversationId = `chat_${"0".repeat(26)}`;
let desktop: Desktop;
const open = async (options: Parameters<typeof startDesktop>[0] = {}): Promise<Desktop> => {
  desktop = await startDesktop(options);
  await eventually(() => BrowserWindow.all.length).toBeGreaterThan(1);
  await eventually(() => keys.held.size + keys.elsewhere.size).toBeGreaterThan(0);
  return desktop;
};
/** An installed program, whose publisher is named in its resources. */
const packaged = () => {
  app.isPackaged = true;
  const resourcesPath = mkdtempSync(join(tmpdir(), "olympus-shell-resources-"));
  made.push(resourcesPath);
  writeFileSync(join(resourcesPath, "app-update.yml"), "provider: generic\nurl: https://updates.example/\n");
  Object.assign(process, { resourcesPath });
};
const secondStart = (...args: string[]) => app.emit("second-instance", {}, ["olympus", ...args]);
const recordPath = ({ dataDir }: Desktop) => join(dataDir, "updates", "versions.json");

afterEach(async () => {
  answers.splice(0, answers.length, ...Array.from({ length: 9 }, () => 0));
  if (app.listenerCount("before-quit") > 0) await desktop.end();
  for (const path of [desktop.dataDir, ...made.splice(0)]) rmSync(path, { recursive: true, force: true });
  publisher.version = "0.0.1";
  publisher.installs = 0;
});

type Page = ReturnType<Desktop["pageOf"]>;

const shellState = async (page: Page): Promise<ShellState> => {
  for await (const state of await page.shell.watch()) return state;
  throw new Error("the shell says nothing");
};

describe("start", () => {
  it("opens the window, puts an icon in the tray, takes the key, and makes the quick prompt ahead, out of sight", async () => {
    await open();
    expect(desktop.main().loaded).toEqual(["olympus-app://app/"]);
    expect(desktop.quick().options).toMatchObject({
      show: false,
      frame: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      width: 680,
      height: 96,
    });
    expect(desktop.quick().isVisible()).toBe(false);
    expect(desktop.quick().options.webPreferences).toEqual({ ...desktop.main().options.webPreferences, backgroundThrottling: false });
    expect([...keys.held.keys()]).toEqual(["CommandOrControl+Shift+Space"]);
    expect(desktop.tray().menu.flatMap(({ label }) => label ?? [])).toEqual([
      "Open Olympus",
      "Quick prompt",
      "No task is running",
      "Quit Olympus",
    ]);
  });

  it("shows no window when the system starts it at login, until somebody asks", async () => {
    desktop = await startDesktop({ args: ["--hidden"] });
    await eventually(() => keys.held.size).toBe(1);
    expect(() => desktop.main()).toThrow();
    desktop.choose("Open Olympus");
    expect(desktop.main().loaded).toEqual(["olympus-app://app/"]);
  });

  it("opens its window even hidden where there is no tray to open it from", async () => {
    await open({ args: ["--hidden"], before: () => void (Tray.exists = false) });
    expect(desktop.main().loaded).toHaveLength(1);
  });
});

describe("tray", () => {
  it("brings the window back, opens the quick prompt and quits", async () => {
    await open();
    desktop.main().history.push("minimize");
    desktop.choose("Open Olympus");
    expect(desktop.main().history.slice(-3)).toEqual(["restore", "show", "focus"]);
    desktop.choose("Quick prompt");
    expect([desktop.quick().isVisible(), desktop.quick().isFocused()]).toEqual([true, true]);
    const quit = vi.fn();
    app.on("quit", quit);
    desktop.choose("Quit Olympus");
    await eventually(() => quit.mock.calls.length).toBe(1);
    expect(desktop.tray().removed).toBe(true);
    expect(keys.held.size).toBe(0);
    app.removeAllListeners();
  });

  it("shows what runs, and leads to it", async () => {
    await open();
    const { runId, title } = await waitingRun(desktop);
    await eventually(() => desktop.tray().menu.map(({ label }) => label)).toContain("1 task is running");
    desktop.choose(title);
    const requests = await desktop.pageOf(desktop.main()).shell.requests({ window: "main" });
    expect(await nextRequest(requests)).toEqual({ type: "go", place: `/tasks/run/${runId}` });
  });

  it("keeps the window when it is closed, says so the first time, and really quits when that is chosen", async () => {
    await open();
    answers.push(0);
    desktop.main().close();
    expect([desktop.main().isVisible(), desktop.main().isDestroyed()]).toEqual([false, false]);
    expect(calls.messageBoxes.map(({ message }) => message)).toEqual(["Olympus stays in the tray"]);
    const page = desktop.pageOf(desktop.main());
    await eventually(async () => (await page.settings.get()).trayExplained).toBe(true);
    desktop.main().close();
    expect(calls.messageBoxes).toHaveLength(1);
    await page.settings.update({ closeToTray: false });
    const quit = vi.fn();
    app.on("quit", quit);
    await eventually(() => {
      if (BrowserWindow.all.some((window) => window === BrowserWindow.all[0] && !window.isDestroyed())) desktop.main().close();
      return quit.mock.calls.length;
    }).toBe(1);
    app.removeAllListeners();
  });
});

describe("hotkey", () => {
  it("shows and hides the quick prompt from anywhere, and the page is told to take the cursor", async () => {
    await open();
    const requests = await desktop.pageOf(desktop.quick()).shell.requests({ window: "quick" });
    keys.held.get("CommandOrControl+Shift+Space")?.();
    expect((await requests.next()).value).toEqual({ type: "shown" });
    expect([desktop.quick().isVisible(), desktop.quick().getBounds()]).toEqual([true, { x: 620, y: 229, width: 680, height: 96 }]);
    keys.held.get("CommandOrControl+Shift+Space")?.();
    expect(desktop.quick().isVisible()).toBe(false);
    await desktop.pageOf(desktop.main()).shell.openQuick();
    expect(desktop.quick().isVisible()).toBe(true);
  });

  it("is another one as soon as it is set, and the old one is let go of", async () => {
    await open();
    const page = desktop.pageOf(desktop.main());
    await page.settings.update({ quickPromptKey: "Alt+Space" });
    await eventually(() => [...keys.held.keys()]).toEqual(["Alt+Space"]);
    await page.settings.update({ quickPromptKey: null });
    await eventually(() => keys.held.size).toBe(0);
  });

  it.each([
    ["Alt+Space", "taken"],
    ["Alt+Space", "portal"],
  ] as const)("says that %s is %s", async (key, state) => {
    const takeAway = (): void => {
      if (state === "taken") keys.elsewhere.add(key);
    };
    await open({
      before: takeAway,
      environment: state === "portal" ? { XDG_SESSION_TYPE: "wayland" } : { XDG_SESSION_TYPE: "x11", WAYLAND_DISPLAY: "" },
    });
    const page = desktop.pageOf(desktop.main());
    await page.settings.update({ quickPromptKey: key });
    await eventually(async () => (await shellState(page)).hotkey).toEqual({ accelerator: key, state });
    expect(calls.switches).toEqual(state === "portal" ? ["enable-features=GlobalShortcutsPortal"] : []);
  });
});

describe("second instance", () => {
  it("brings the window, or the quick prompt with --toggle-prompt, and opens nothing twice", async () => {
    await open();
    secondStart();
    expect(desktop.main().history.slice(-2)).toEqual(["show", "focus"]);
    secondStart("--toggle-prompt");
    expect(desktop.quick().isVisible()).toBe(true);
    secondStart("--toggle-prompt");
    expect(desktop.quick().isVisible()).toBe(false);
    expect(BrowserWindow.all).toHaveLength(2);
  });
});

describe("deep link", () => {
  it.each([
    [`olympus://chat/${conversationId}`, { type: "go", place: `/chat/${conversationId}` }],
    ["olympus://settings/desktop", { type: "go", place: "/settings/desktop" }],
  ])("%s shows a place in the main window", async (link, request) => {
    await open();
    secondStart(link);
    const requests = await desktop.pageOf(desktop.main()).shell.requests({ window: "main" });
    expect(await nextRequest(requests)).toEqual(request);
  });

  it("olympus://ask fills the quick prompt and asks nothing", async () => {
    await open({ args: ["olympus://ask?text=What%20is%20due%3F"] });
    const page = desktop.pageOf(desktop.quick());
    expect(await nextRequest(await page.shell.requests({ window: "quick" }))).toEqual({ type: "fill", text: "What is due?" });
    expect(desktop.quick().isVisible()).toBe(true);
    expect(await page.chat.list({})).toEqual([]);
  });

  it.each(["olympus://run/rm", "olympus://ask?text=a&go=1", `olympus://chat/../settings`, "olympus://settings/x?y=1", "olympus:///"])(
    "%s only brings the window",
    async (link) => {
      await open();
      app.emit("open-url", { preventDefault: () => {} }, link);
      await eventually(() => desktop.main().history.at(-1)).toBe("focus");
      expect(desktop.quick().isVisible()).toBe(false);
    },
  );
});

describe("lost keyring", () => {
  it("starts, keeps no key, and says why", async () => {
    await open({ before: () => void (keyring.backend = "basic_text") });
    const page = desktop.pageOf(desktop.main());
    const added = page.providers.add({
      provider: { id: "acme", name: "Acme", kind: "openai", baseUrl: "https://api.example.org/v1", models: ["one"] } as never,
      key: "secret-of-acme",
    } as never);
    await expect(added).rejects.toThrow();
    expect(() => readFileSync(join(desktop.dataDir, "keychain.json"))).toThrow();
    expect((await page.system.info()).host).toBe("desktop");
  });
});

describe("power", () => {
  it("hides the quick prompt when the screen is locked, and quits without asking when the system goes down", async () => {
    await open();
    await waitingRun(desktop);
    desktop.choose("Quick prompt");
    powerMonitor.emit("lock-screen");
    expect(desktop.quick().isVisible()).toBe(false);
    const quit = vi.fn();
    app.on("quit", quit);
    powerMonitor.emit("shutdown");
    await eventually(() => quit.mock.calls.length).toBe(1);
    expect(calls.messageBoxes).toEqual([]);
    app.removeAllListeners();
  });
});

describe("quit while a task runs", () => {
  it("asks, stays when told to, and quits when told so", async () => {
    await open();
    const { runId } = await waitingRun(desktop);
    const quit = vi.fn();
    app.on("quit", quit);
    answers.push(1);
    app.quit();
    await eventually(() => calls.messageBoxes.map(({ message }) => message)).toEqual(["A task is still running"]);
    expect((await desktop.pageOf(desktop.main()).runs.get({ runId: runId as never })).state).toBe("waiting-for-approval");
    expect(quit).not.toHaveBeenCalled();
    answers.push(0);
    app.quit();
    await eventually(() => quit.mock.calls.length).toBe(1);
    expect(calls.exits).toEqual([]);
    app.removeAllListeners();
  });
});

describe("updates", () => {
  const stateOf = async (page: Page) => (await shellState(page)).update;

  it("are not there in a source tree", async () => {
    await open();
    expect(await stateOf(desktop.pageOf(desktop.main()))).toEqual({ type: "unsupported" });
  });

  it("are not there in a package that names no publisher", async () => {
    await open();
    packaged();
    expect(await openUpdateSource(silentLog)).not.toBeNull();
    rmSync(join(process.resourcesPath, "app-update.yml"));
    expect(await openUpdateSource(silentLog)).toBeNull();
  });

  it("are found, downloaded and installed each after the person's word, and a way back is kept", async () => {
    publisher.version = "9.9.9";
    const image = join(tmpdir(), `olympus-${process.pid}.AppImage`);
    made.push(image);
    writeFileSync(image, "this version");
    await open({ before: packaged, environment: { APPIMAGE: image } });
    const page = desktop.pageOf(desktop.main());
    await eventually(() => stateOf(page)).toEqual({ type: "quiet", checkedAtMs: null });
    await page.shell.checkForUpdate();
    expect(await stateOf(page)).toEqual({ type: "available", version: "9.9.9" });
    expect(Notification.all.map(({ options }) => options.title)).toEqual(["Olympus 9.9.9 is available"]);
    desktop.choose("Update to 9.9.9 …");
    expect([autoUpdater.autoDownload, autoUpdater.autoInstallOnAppQuit, autoUpdater.allowDowngrade]).toEqual([false, false, false]);
    // Nothing the publisher hears tells one installation from another.
    expect(autoUpdater.requestHeaders).toEqual({ "x-user-staging-id": "00000000-0000-0000-0000-000000000000" });
    expect(publisher.installs).toBe(0);
    await page.shell.downloadUpdate();
    await eventually(() => stateOf(page)).toEqual({ type: "ready", version: "9.9.9" });
    await page.shell.installUpdate();
    await eventually(() => publisher.installs).toBe(1);
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { version: string };
    expect(readUpdateRecord(recordPath(desktop))).toEqual({
      trial: { version: "9.9.9", from: version, starts: 0 },
      bad: [],
      takenBack: null,
    });
    expect(readFileSync(join(desktop.dataDir, "updates", `${version}.AppImage`), "utf8")).toBe("this version");
    app.removeAllListeners();
  });

  it("that cannot be looked for say why, and nothing else changes", async () => {
    publisher.reachable = false;
    await open({ before: packaged });
    const page = desktop.pageOf(desktop.main());
    await eventually(() => stateOf(page)).toEqual({ type: "quiet", checkedAtMs: null });
    await page.shell.checkForUpdate();
    expect(await stateOf(page)).toEqual({ type: "failed", reason: "net::ERR_INTERNET_DISCONNECTED" });
    publisher.reachable = true;
  });

  const { version: own } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { version: string };

  it("that came up are no longer on trial once the page talks to the core", async () => {
    await open();
    await desktop.end();
    writeUpdateRecord(recordPath(desktop), { trial: { version: own, from: "0.0.1", starts: 1 }, bad: [], takenBack: null });
    await open({ dataDir: desktop.dataDir });
    expect(readUpdateRecord(recordPath(desktop)).trial?.starts).toBe(2);
    const requests = await desktop.pageOf(desktop.main()).shell.requests({ window: "main" });
    await eventually(() => readUpdateRecord(recordPath(desktop)).trial).toBeNull();
    await requests.return?.(undefined);
  });

  it("that did not come up twice are taken back before anything is loaded, and are not offered again", async () => {
    const image = join(tmpdir(), `olympus-bad-${process.pid}.AppImage`);
    made.push(image);
    writeFileSync(image, "the bad version");
    await open();
    await desktop.end();
    const folder = join(desktop.dataDir, "updates");
    writeUpdateRecord(recordPath(desktop), { trial: { version: own, from: "0.0.1", starts: 2 }, bad: [], takenBack: null });
    writeFileSync(join(folder, "0.0.1.AppImage"), "the good version");
    desktop = await startDesktop({ dataDir: desktop.dataDir, before: packaged, environment: { APPIMAGE: image } });
    expect(calls.exits).toEqual([0]);
    expect(calls.relaunches).toEqual([{ execPath: image }]);
    expect(BrowserWindow.all).toEqual([]);
    expect(readFileSync(image, "utf8")).toBe("the good version");
    expect(readUpdateRecord(recordPath(desktop))).toEqual({ trial: null, bad: [own], takenBack: own });
    app.removeAllListeners();

    publisher.version = own;
    await open({ dataDir: desktop.dataDir, before: packaged });
    const page = desktop.pageOf(desktop.main());
    await eventually(() => stateOf(page)).toEqual({ type: "quiet", checkedAtMs: null });
    await page.shell.checkForUpdate();
    expect((await stateOf(page)).type).toBe("quiet");
  });

  it("are not blamed when another Olympus holds the data", async () => {
    await open();
    await desktop.end();
    const { openStore } = await import("#core/store");
    const held = openStore({ dataDir: desktop.dataDir, migrations, clock: systemClock, log: silentLog });
    if (!held.ok) throw new Error(held.error.type);
    writeUpdateRecord(recordPath(desktop), { trial: { version: own, from: "0.0.1", starts: 1 }, bad: [], takenBack: null });
    desktop = await startDesktop({ dataDir: desktop.dataDir });
    await eventually(() => calls.exits).toEqual([1]);
    expect(calls.errorBoxes.join()).toContain("Another Olympus");
    expect(readUpdateRecord(recordPath(desktop)).trial?.starts).toBe(1);
    held.value.close();
    app.removeAllListeners();
  });

  it("that did not come up and have no way back say so and start once more", async () => {
    await open();
    await desktop.end();
    writeUpdateRecord(recordPath(desktop), { trial: { version: own, from: "0.0.1", starts: 2 }, bad: [], takenBack: null });
    await open({ dataDir: desktop.dataDir });
    expect(calls.errorBoxes.join()).toContain("did not start twice");
    expect(calls.exits).toEqual([]);
    expect(readUpdateRecord(recordPath(desktop)).takenBack).toBeNull();
  });
});
