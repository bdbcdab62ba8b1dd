import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { app, dialog, session, type MessagePortMain } from "electron";
import type { Clock, ClockDep, LogDep } from "#core/base";
import type { ShellState } from "#core/contract";
import type { LocalApi } from "#core/host";
import type { Settings } from "#core/settings/schema";
import { createFileLog } from "../logging/file-log.ts";
import { dataDirOf, findProgram, logsDir } from "../places.ts";
import { createClosingToTray } from "./closing-to-tray.ts";
import { linkScheme, parseDeepLink } from "./deep-links.ts";
import { createHotkey, isWayland } from "./hotkey.ts";
import { createKeptVersions } from "./kept-version.ts";
import { readLaunchArgs } from "./launch-args.ts";
import { createLeaving } from "./leaving.ts";
import { lockDownContents, lockDownSession } from "./lock-down.ts";
import { createLoginItem } from "./login-item.ts";
import { createWatched } from "./mailbox.ts";
import { setMenus } from "./menus.ts";
import { createNotifier } from "./notifier.ts";
import { lookForUpdates, openUpdates } from "./offer-updates.ts";
import type { Core, openCore } from "./open-core.ts";
import type { Platform } from "./platform.ts";
import { servePorts } from "./port.ts";
import { followPower } from "./power.ts";
import { countWork, followRuns, type RunningWork } from "./running-work.ts";
import { registerAppScheme, serveInterface } from "./scheme.ts";
import { guardStart } from "./start-guard.ts";
import { textsOf } from "./texts.ts";
import { createTray } from "./tray.ts";
import type { openUpdateSource } from "./update-source.ts";
import type { Updates } from "./updates.ts";
import { createWindows } from "./windows.ts";

/** The core's own clock would bring the core's packages along before the first window. */
const clock: Clock = { nowMs: () => Date.now(), sleep: (delayMs, signal) => wait(delayMs, undefined, { signal }).catch(() => {}) };

const makeFolder = (path: string): boolean => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
};

/** What is loaded when it is needed, and not before the first window. */
export interface DesktopParts {
  readonly openCore: (...options: Parameters<typeof openCore>) => ReturnType<typeof openCore>;
  readonly openUpdateSource: (...options: Parameters<typeof openUpdateSource>) => ReturnType<typeof openUpdateSource>;
  /** Listens for other programs while the person has that switched on; ends with the signal. */
  readonly serveLocalApi: (options: ClockDep & LogDep & { readonly api: LocalApi }, signal: AbortSignal) => Promise<void>;
}

/**
 * The desktop app, from start to end. To be called once, before the app is ready. Data lies where every host of this user keeps it;
 * Chromium's own files lie below, so a second start on the same data folder only brings the first window forward.
 */
export const runDesktop = (parts: DesktopParts): void => {
  const { env: environment, platform: system } = process;
  const dataDir = dataDirOf(environment);
  const { version, rendererDir } = findProgram();
  const programDir = dirname(dirname(rendererDir));
  const log = createFileLog({ folder: logsDir(dataDir), clock });
  const { argv } = process;
  const launch = readLaunchArgs(argv);

  let settings: Settings | null = null;
  // Electron knows the system's language once it is ready; until then Node's guess has to do.
  const texts = () => textsOf(settings?.language ?? "system", app.getLocale() || Intl.DateTimeFormat().resolvedOptions().locale);

  app.setName(texts().name);
  // Windows shows notifications of programs it knows by this name only; electron-builder.yml gives it to the installer.
  app.setAppUserModelId("app.olympus.desktop");
  // Electron refuses a path that is not there yet. A folder that cannot be made is reported by the store, in words.
  const chromiumDir = join(dataDir, "window");
  if (makeFolder(chromiumDir)) app.setPath("userData", chromiumDir);
  if (!app.requestSingleInstanceLock()) return app.quit();

  const updateDir = join(dataDir, "updates");
  const recordPath = join(updateDir, "versions.json");
  const kept = createKeptVersions({ folder: updateDir, platform: system, environment });
  const guard = guardStart({ recordPath, version, kept, program: environment["APPIMAGE"], log, texts });
  if (!guard.goOn) return;

  app.enableSandbox();
  registerAppScheme();
  const wayland = isWayland(system, environment);
  // Without it Chromium does not ask the desktop for the key at all.
  if (wayland) app.commandLine.appendSwitch("enable-features", "GlobalShortcutsPortal");
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);

  const ended = new AbortController();
  let core: Core | null = null;
  let work: RunningWork = [];
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
      tray?.remove();
    },
    onClosed: log.close,
  });
  let serving: Promise<void> = Promise.resolve();
  let tray: ReturnType<typeof createTray> = null;

  const windows = createWindows({
    preloadPath: join(dirname(rendererDir), "preload", "preload.cjs"),
    statePath: join(chromiumDir, "place.json"),
    developing: !app.isPackaged,
    log,
    nowMs: clock.nowMs,
    staysHidden: createClosingToTray({
      texts,
      settings: () => settings,
      hasTray: () => tray !== null,
      isLeaving: leaving.isLeaving,
      onExplained: () => void core?.client.settings.update({ trayExplained: true }),
      onQuit: quit,
    }),
    onMainClosed: () => {
      if (system !== "darwin" && !leaving.isLeaving()) quit();
    },
    onHopeless: () => showFailure(texts().hopeless),
  });

  const loginItem = createLoginItem({ app, environment, platform: system });
  const hotkey = createHotkey({ onPressed: windows.toggleQuick, wayland });
  const state = createWatched<ShellState>({
    hotkey: { accelerator: null, state: "off" },
    startsAtLogin: loginItem.isOn(),
    hasTray: false,
    update: { type: "unsupported" },
    takenBack: guard.takenBack,
  });
  const note = (change: Partial<ShellState>) => {
    state.set({ ...state.get(), ...change });
    const { update } = state.get();
    tray?.show({ running: work, updateTo: "version" in update ? update.version : null });
  };
  let updates: Updates | null = null;

  const platform: Platform = {
    watch: state.watch,
    requests: (window, signal) => {
      // The page is drawn and the core answers it: this version works.
      guard.cameUp();
      return windows.requests(window, signal);
    },
    openQuick: windows.showQuick,
    resizeQuick: windows.resizeQuick,
    hideQuick: windows.hideQuick,
    openMain: (conversationId) => {
      windows.hideQuick();
      if (conversationId === null) windows.showMain();
      else windows.go(`/chat/${conversationId}`);
    },
    setLoginItem: (on) => {
      const problem = loginItem.set(on);
      if (problem !== null) log.warn("start at login not changed", { reason: problem });
      note({ startsAtLogin: loginItem.isOn() });
    },
    checkForUpdate: async () => updates?.check(),
    downloadUpdate: async () => updates?.download(),
    installUpdate: () => void updates?.install(),
  };

  const followLink = (address: string) => {
    const link = parseDeepLink(address);
    if (link === null) {
      log.warn("link not understood", { scheme: linkScheme, length: address.length });
      return windows.showMain();
    }
    switch (link.type) {
      case "chat":
        return windows.go(`/chat/${link.conversationId}`);
      case "settings":
        return windows.go(`/settings/${link.section}`);
      case "ask":
        return windows.fillQuick(link.text);
    }
  };
  const obey = (words: readonly string[]) => {
    const { link, togglePrompt } = readLaunchArgs(words);
    if (link !== null) followLink(link);
    else if (togglePrompt) windows.toggleQuick();
    else windows.showMain();
  };

  const showMenus = () =>
    setMenus({ go: windows.go, quick: windows.showQuick }, { platform: system, developing: !app.isPackaged, texts: texts() });
  const followSettings = async (opened: Core) => {
    for await (const next of await opened.client.settings.watch(undefined, { signal: ended.signal })) {
      const keyBefore = settings === null ? undefined : settings.quickPromptKey;
      const spoken = texts();
      settings = next;
      if (texts() !== spoken) {
        showMenus();
        note({});
      }
      if (keyBefore !== next.quickPromptKey) note({ hotkey: hotkey.set(next.quickPromptKey) });
    }
  };

  /** An updater that does not load costs updates and nothing else. */
  const openSource = async () => {
    try {
      return await parts.openUpdateSource(log);
    } catch (cause) {
      log.error("no updates", { reason: String(cause) });
      return null;
    }
  };

  const start = async () => {
    await app.whenReady();
    lockDownSession(session.defaultSession, log);
    serveInterface(session.defaultSession.protocol, rendererDir);
    const connect = (port: MessagePortMain) => (core === null ? void waitingPorts.push(port) : core.connect(port));
    servePorts(windows.contents, connect, log);
    showMenus();
    tray = createTray({
      texts,
      iconsDir: join(programDir, "resources", "icons"),
      platform: system,
      onOpen: windows.showMain,
      onQuick: windows.showQuick,
      onTask: (runId) => windows.go(`/tasks/run/${runId}`),
      onTasks: () => windows.go("/tasks"),
      onUpdate: () => windows.go("/settings/desktop"),
      onQuit: quit,
    });
    note({ hasTray: tray !== null });
    app.on("second-instance", (_event, words) => obey(words));
    app.on("activate", windows.showMain);
    if ((!launch.hidden && !launch.togglePrompt) || tray === null) windows.showMain();
    log.info("window open", { version });

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
    const runs = (next: RunningWork) => {
      work = next;
      note({});
    };
    followPower({
      runs: core.client.runs,
      log,
      onLock: () => {
        isLocked = true;
        windows.hideQuick();
      },
      onUnlock: () => (isLocked = false),
      onShutdown: () => leaving.leave(),
    });
    const following = Promise.all([followSettings(core), followRuns(core.client, runs, ended.signal)]);
    // Waited for below; meanwhile a failure is nobody's yet.
    following.catch(() => {});
    const source = app.isPackaged ? await openSource() : null;
    updates = openUpdates(source, {
      kept,
      recordPath,
      version,
      log,
      texts,
      nowMs: clock.nowMs,
      leave: leaving.leave,
      onChange: (update) => note({ update }),
      onChosen: () => windows.go("/settings/desktop"),
    });
    const looking = lookForUpdates(updates, { clock, isWanted: () => settings?.looksForUpdates === true, signal: ended.signal });
    await Promise.all([following, looking]);
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
