import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { app, dialog, Menu, safeStorage, session, type BrowserWindow } from "electron";
import { systemClock, type ClockDep, type LogDep } from "#core/base";
import { createOlympus, type LocalApi } from "#core/host";
import { createHttpClient } from "../http-client/index.ts";
import { hubNetwork } from "../hub-network.ts";
import { errorSentence } from "../sentences.ts";
import { createFileLog } from "../logging/index.ts";
import { dataDirOf, findProgram, logsDir } from "../places.ts";
import { createKeychainSecrets } from "./keychain.ts";
import { lockDownContents, lockDownSession } from "./lock-down.ts";
import { createNotifier } from "./notifier.ts";
import { servePorts } from "./port.ts";
import { registerAppScheme, serveInterface } from "./scheme.ts";
import { openWindow } from "./window.ts";

/** Work under way may finish for so long before the app ends anyway. */
const closeLimitMs = 10_000;

const makeFolder = (path: string): boolean => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
};

export interface DesktopParts {
  /** Listens for other programs while the person has that switched on; ends with the signal. */
  readonly serveLocalApi: (options: ClockDep & LogDep & { readonly api: LocalApi }, signal: AbortSignal) => Promise<void>;
}

/**
 * The desktop app, from start to end. To be called once, before the app is ready. Data lies where every host of this user keeps it;
 * Chromium's own files lie below, so a second start on the same data folder only brings the first window forward.
 */
export const runDesktop = ({ serveLocalApi }: DesktopParts): void => {
  const dataDir = dataDirOf(process.env);
  const { version, rendererDir } = findProgram();
  const log = createFileLog({ folder: logsDir(dataDir), clock: systemClock });

  app.setName("Olympus");
  // Electron refuses a path that is not there yet. A folder that cannot be made is reported by the store, in words.
  const chromiumDir = join(dataDir, "window");
  if (makeFolder(chromiumDir)) app.setPath("userData", chromiumDir);
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.enableSandbox();
  registerAppScheme();

  let window: BrowserWindow | null = null;

  const showFailure = (sentence: string) => {
    log.error("stopped", { reason: sentence });
    dialog.showErrorBox("Olympus", sentence);
    app.exit(1);
  };

  const show = () => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return;
    }
    window = openWindow({
      preloadPath: join(dirname(rendererDir), "preload", "preload.cjs"),
      developing: !app.isPackaged,
      log,
      nowMs: systemClock.nowMs,
      onHopeless: () => showFailure("The interface stopped working several times in a minute. Your data is safe; start Olympus again."),
    });
    window.once("closed", () => (window = null));
  };

  const start = async () => {
    await app.whenReady();
    const keychain = createKeychainSecrets({ keychain: safeStorage, path: join(dataDir, "keychain.json"), platform: process.platform });
    const notifier = createNotifier({ isLooking: () => window?.isFocused() === true, onChosen: show });
    const opened = await createOlympus({
      dataDir,
      http: createHttpClient(),
      ...hubNetwork(process.env),
      notifier,
      hostName: "desktop",
      version,
      secrets: keychain,
      log,
    });
    if (!opened.ok) return showFailure(errorSentence(opened.error));
    const olympus = opened.value;

    const ended = new AbortController();
    const serving = serveLocalApi({ api: olympus.localApi, clock: systemClock, log }, ended.signal);
    let state: "open" | "closing" | "closed" = "open";
    app.on("before-quit", (event) => {
      if (state === "closed") return;
      event.preventDefault();
      if (state === "closing") return;
      state = "closing";
      const cut = setTimeout(() => app.exit(1), closeLimitMs);
      ended.abort();
      void Promise.all([serving, olympus.close()]).finally(() => {
        state = "closed";
        clearTimeout(cut);
        log.info("closed");
        log.close();
        app.quit();
      });
    });

    lockDownSession(session.defaultSession, log);
    serveInterface(session.defaultSession.protocol, rendererDir);
    servePorts(olympus.router, () => window?.webContents ?? null, log);
    // Zoom, copy, paste and quit keep their keys; the words are the system's own.
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        ...(process.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
        { role: "fileMenu" },
        { role: "editMenu" },
        { role: "viewMenu" },
        { role: "windowMenu" },
      ]),
    );
    app.on("second-instance", show);
    app.on("activate", show);
    show();
    log.info("window open", { version });
  };

  app.on("web-contents-created", (_event, contents) => lockDownContents(contents, log));
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  start().catch((cause: unknown) => showFailure(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)));
};
