import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { extname, join } from "node:path";

export interface KeptVersions {
  /** Keeps what is needed to bring `current` back, before another version takes its place. */
  readonly keepCurrent: (current: string) => void;
  /** Keeps the installer of a version that was downloaded: when it is the one before, it is what brings it back. */
  readonly keepInstaller: (version: string, files: readonly string[]) => void;
  /** Puts a kept version in place, or has its installer do so. False when it is not kept. The program has to end and start again. */
  readonly restore: (version: string) => boolean;
}

interface KeptVersionsOptions {
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly start?: ((program: string, args: readonly string[]) => void) | undefined;
}

const startDetached = (program: string, args: readonly string[]): void =>
  spawn(program, [...args], { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();

/**
 * Earlier versions of the program on this disk. An AppImage is one file and is kept as such; on Windows the installers that were downloaded are kept,
 * so a first installation from the web has none. Elsewhere (a package of the system, macOS) the system owns the program and nothing is kept.
 */
export const createKeptVersions = ({ environment, folder, platform, start = startDetached }: KeptVersionsOptions): KeptVersions => {
  const appImage = platform === "linux" ? environment["APPIMAGE"] : undefined;
  const imageOf = (version: string) => join(folder, `${version}.AppImage`);
  const installerOf = (version: string) => join(folder, `${version}.exe`);

  return {
    keepCurrent: (current) => {
      if (appImage === undefined) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      copyFileSync(appImage, `${imageOf(current)}.new`);
      renameSync(`${imageOf(current)}.new`, imageOf(current));
    },
    keepInstaller: (version, files) => {
      const installer = platform === "win32" ? files.find((file) => extname(file).toLowerCase() === ".exe") : undefined;
      if (installer === undefined) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      copyFileSync(installer, installerOf(version));
    },
    restore: (version) => {
      if (appImage !== undefined && existsSync(imageOf(version))) {
        // Beside the program, so that taking its place is one step on one disk; the running image stays mounted.
        copyFileSync(imageOf(version), `${appImage}.old`);
        chmodSync(`${appImage}.old`, 0o755);
        renameSync(`${appImage}.old`, appImage);
        rmSync(imageOf(version), { force: true });
        return true;
      }
      if (platform !== "win32" || !existsSync(installerOf(version))) return false;
      start(installerOf(version), ["/S", "--force-run"]);
      return true;
    },
  };
};
