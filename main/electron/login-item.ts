import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { App } from "electron";

export interface LoginItem {
  /** Null where the program cannot be started by the system: an unpacked source tree. */
  readonly isOn: () => boolean | null;
  /** Answers why it could not be changed, or null. */
  readonly set: (on: boolean) => string | null;
}

interface LoginItemOptions {
  readonly app: Pick<App, "isPackaged" | "getLoginItemSettings" | "setLoginItemSettings" | "getPath">;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

const hidden = { args: ["--hidden"] };

/** A value of `Exec` in a desktop entry: quoted, with what its shell-like rules and field codes would read as their own escaped. */
const execWord = (path: string): string =>
  `"${path
    .replaceAll(/["`$\\]/g, "\\$&")
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%")}"`;

/**
 * Whether the system starts Olympus, without a window, when the person logs in. The system is the only one who knows: what the person changes in its
 * own settings holds. On Linux that is a file in the autostart folder.
 */
export const createLoginItem = ({ app, environment, platform }: LoginItemOptions): LoginItem => {
  if (!app.isPackaged) return { isOn: () => null, set: () => "this is not an installed program" };
  if (platform !== "linux")
    return {
      isOn: () => app.getLoginItemSettings(hidden).openAtLogin,
      set: (on) => {
        app.setLoginItemSettings({ openAtLogin: on, ...hidden });
        return null;
      },
    };

  const configDir = environment["XDG_CONFIG_HOME"] || join(environment["HOME"] ?? "", ".config");
  const entry = join(configDir, "autostart", "olympus.desktop");
  // An AppImage runs from a mount that is another one each time.
  const program = environment["APPIMAGE"] ?? app.getPath("exe");
  return {
    isOn: () => existsSync(entry),
    set: (on) => {
      try {
        if (!on) rmSync(entry, { force: true });
        else {
          mkdirSync(dirname(entry), { recursive: true });
          writeFileSync(
            entry,
            `[Desktop Entry]\nType=Application\nName=Olympus\nExec=${execWord(program)} --hidden\nX-GNOME-Autostart-enabled=true\n`,
          );
        }
        return null;
      } catch (cause) {
        return cause instanceof Error ? cause.message : String(cause);
      }
    },
  };
};
