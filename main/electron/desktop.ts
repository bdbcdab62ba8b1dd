import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { app, dialog, session, type MessagePortMain } from "electron";
import type { Clock } from "#core/base";
import { createFileLog } from "../logging/file-log.ts";
import { dataDirOf, findProgram, logsDir } from "../places.ts";
import { prepareApp } from "./before-ready.ts";
import { createClosingToTray } from "./closing-to-tray.ts";
import type { DesktopParts } from "./desktop-parts.ts";
import { createEntrances } from "./entrances.ts";
import { followCore } from "./follow-core.ts";
import { createFollowedSettings } from "./followed-settings.ts";
import { createHotkey } from "./hotkey.ts";
import { readLaunchArgs } from "./launch-args.ts";
import { createLeaving } from "./leaving.ts";
import { lockDownContents, lockDownSession } from "./lock-down.ts";
import { createLoginItem } from "./login-item.ts";
import { setMenus } from "./menus.ts";
import { createNotifier } from "./notifier.ts";
import type { Core } from "./open-core.ts";
import { servePorts } from "./port.ts";
import { countWork } from "./running-work.ts";
import { serveInterface } from "./scheme.ts";
import { createPlatform } from "./serve-platform.ts";
import { createShellView } from "./shell-view.ts";
import { openTray } from "./tray-doors.ts";
import type { Updates } from "./updates.ts";
import { createWindows } from "./windows.ts";

/** The core's own clock would bring the core's packages along before the first window. */
const clock: Clock = { nowMs: () => Date.now(), sleep: (delayMs, signal) => wait(delayMs, undefined, { signal }).catch(() => {}) };

/**
 * The desktop app, from start to end. To be called once, before the app is ready. Data lies where every host of this user keeps it;
 * Chromium's own files lie below, so a second start on the same data folder only brings the first window forward.
 */
export const runDesktop = (parts: DesktopParts): void => {
  const { argv, env: environment, platform: system } = process;
  const dataDir = dataDirOf(environment);
  const { version, rendererDir } = findProgram();
  const log = createFileLog({ folder: logsDir(dataDir), clock });
  const launch = readLaunchArgs(argv);
  const settings = createFollowedSettings();
  const { texts } = settings;
  const prepared = prepareApp({ dataDir, version, log, texts });
  if (prepared === null) return;
  const { chromiumDir, guard, kept, recordPath, wayland } = prepared;

  const ended = new AbortController();
  let core: Core | null = null;
  let serving: Promise<void> = Promise.resolve();
  let updates: Updates | null = null;
  let isLocked = false;
  const waitingPorts: MessagePortMain[] = [];

  const showFailure = (sentence: string) => {
    log.error("stopped", { reason: sentence });
    dialog.showErrorBox(texts().name, sentence);
    app.exit(1);
  };
  const quit = () => app.quit();
  const leaving = createLeaving({
    log,
    texts,
    running: async () => (core === null ? 0 : countWork(core.client)),
    close: async () => {
      ended.abort();
      hotkey.release();
      await Promise.all([serving, core?.close()]);
      windows.close();
      view.removeTray();
    },
    onClosed: log.close,
  });
  const loginItem = createLoginItem({ app, environment, platform: system });
  const view = createShellView({
    hotkey: { accelerator: null, state: "off" },
    startsAtLogin: loginItem.isOn(),
    hasTray: false,
    update: { type: "unsupported" },
    takenBack: guard.takenBack,
  });
  const windows = createWindows({
    preloadPath: join(dirname(rendererDir), "preload", "preload.cjs"),
    statePath: join(chromiumDir, "place.json"),
    developing: !app.isPackaged,
    log,
    nowMs: clock.nowMs,
    staysHidden: createClosingToTray({
      texts,
      settings: settings.get,
      hasTray: view.hasTray,
      isLeaving: leaving.isLeaving,
      onExplained: () => void core?.client.settings.update({ trayExplained: true }),
      onQuit: quit,
    }),
    onMainClosed: () => {
      if (system !== "darwin" && !leaving.isLeaving()) quit();
    },
    onHopeless: () => showFailure(texts().hopeless),
  });
  const hotkey = createHotkey({ onPressed: windows.toggleQuick, wayland });
  const platform = createPlatform({ windows, view, loginItem, updates: () => updates, log, onPage: guard.cameUp });
  const { followLink, obey } = createEntrances(windows, log);
  const showMenus = () =>
    setMenus({ go: windows.go, quick: windows.showQuick }, { platform: system, developing: !app.isPackaged, texts: texts() });

  const openWindows = () => {
    lockDownSession(session.defaultSession, log);
    serveInterface(session.defaultSession.protocol, rendererDir);
    const connect = (port: MessagePortMain) => (core === null ? void waitingPorts.push(port) : core.connect(port));
    servePorts(windows.contents, connect, log);
    showMenus();
    const iconsDir = join(dirname(dirname(rendererDir)), "resources", "icons");
    view.setTray(openTray(windows, { texts, iconsDir, platform: system, onQuit: quit }));
    app.on("second-instance", (_event, words) => obey(words));
    app.on("activate", windows.showMain);
    if ((!launch.hidden && !launch.togglePrompt) || !view.hasTray()) windows.showMain();
    log.info("window open", { version });
  };

  const start = async () => {
    await app.whenReady();
    openWindows();
    const notifier = createNotifier({
      texts,
      isLocked: () => isLocked,
      isLooking: windows.isMainFocused,
      onChosen: (place) => (place === null ? windows.showMain() : windows.go(place)),
    });
    const opened = await parts.openCore({ dataDir, version, log, notifier, platform });
    if (!opened.ok) {
      if (!opened.error.blamesVersion) guard.uncount();
      return showFailure(opened.error.sentence);
    }
    core = opened.value;
    serving = parts.serveLocalApi({ api: core.localApi, clock, log }, ended.signal);
    for (const port of waitingPorts.splice(0)) core.connect(port);
    windows.prepareQuick();
    if (launch.link !== null || launch.togglePrompt) obey(argv);
    const surface = { settings, view, windows, hotkey };
    const updating = { version, kept, recordPath, openSource: async () => (app.isPackaged ? parts.openUpdateSource(log) : null) };
    const ways = {
      leave: leaving.leave,
      onLanguage: () => {
        showMenus();
        view.note({});
      },
      onLock: (locked: boolean) => (isLocked = locked),
      onUpdates: (opening: Updates) => (updates = opening),
    };
    await followCore({ core, clock, log, ...surface, ...updating, ...ways }, ended.signal);
  };

  app.on("web-contents-created", (_event, contents) => lockDownContents(contents, log));
  app.on("open-url", (event, address) => {
    event.preventDefault();
    void app.whenReady().then(() => followLink(address));
  });
  // Both windows can be hidden or gone while the program goes on; when it ends is decided where the main window closes.
  app.on("window-all-closed", () => {});
  start().catch((cause: unknown) => {
    if (!ended.signal.aborted) showFailure(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  });
};
