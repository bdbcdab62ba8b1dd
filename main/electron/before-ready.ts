import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { app } from "electron";
import type { Log } from "#core/base";
import { linkScheme } from "./deep-links.ts";
import { isWayland } from "./hotkey.ts";
import { createKeptVersions, type KeptVersions } from "./kept-version.ts";
import { registerAppScheme } from "./scheme.ts";
import { guardStart, type StartGuard } from "./start-guard.ts";
import type { TextsDep } from "./texts.ts";

interface BeforeReadyOptions extends TextsDep {
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
}

export interface Prepared {
  /** Chromium's own files. */
  readonly chromiumDir: string;
  readonly wayland: boolean;
  readonly guard: StartGuard;
  /** What went before an update, and where is written how updates did. */
  readonly kept: KeptVersions;
  readonly recordPath: string;
}

const makeFolder = (path: string): boolean => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
};

/** What Electron has to be told before it is ready. Null: this start ends here, for another one or for the version before. */
export const prepareApp = ({ dataDir, log, texts, version }: BeforeReadyOptions): Prepared | null => {
  const { env: environment, platform } = process;
  app.setName(texts().name);
  // Windows shows notifications of programs it knows by this name only; electron-builder.yml gives it to the installer.
  app.setAppUserModelId("app.olympus.desktop");
  // Electron refuses a path that is not there yet. A folder that cannot be made is reported by the store, in words.
  const chromiumDir = join(dataDir, "window");
  if (makeFolder(chromiumDir)) app.setPath("userData", chromiumDir);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }

  const updateDir = join(dataDir, "updates");
  const recordPath = join(updateDir, "versions.json");
  const kept = createKeptVersions({ folder: updateDir, platform, environment });
  const guard = guardStart({ recordPath, version, kept, program: environment["APPIMAGE"], log, texts });
  if (!guard.goOn) return null;

  app.enableSandbox();
  registerAppScheme();
  const wayland = isWayland(platform, environment);
  // Without it Chromium does not ask the desktop for the key at all.
  if (wayland) app.commandLine.appendSwitch("enable-features", "GlobalShortcutsPortal");
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  return { chromiumDir, wayland, guard, kept, recordPath };
};
