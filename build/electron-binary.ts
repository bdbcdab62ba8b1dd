import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

const folder = join(root, "node_modules", "electron");
/** How long a person who types `npm start` waits for 110 MB before Olympus opens in the browser instead. */
const downloadLimitMs = 60_000;
const probeLimitMs = 3_000;

/** The path of the Electron that lies in node_modules (its own installer writes `path.txt` last), or null. */
export const findElectron = (): string | null => {
  const pathFile = join(folder, "path.txt");
  if (!existsSync(pathFile)) return null;
  const path = join(process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(folder, "dist"), readFileSync(pathFile, "utf8"));
  return existsSync(path) ? path : null;
};

const isReachable = async (): Promise<boolean> => {
  const source = process.env["ELECTRON_MIRROR"] ?? process.env["npm_config_electron_mirror"] ?? "https://github.com/";
  try {
    await fetch(source, { method: "HEAD", signal: AbortSignal.timeout(probeLimitMs) });
    return true;
  } catch {
    return false;
  }
};

const download = (): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, "install.js")], { stdio: ["ignore", 2, 2], timeout: downloadLimitMs });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });

/** Electron's program, downloaded by its own installer when it is not here. Errors: why there is none, for one line to a person. */
export const obtainElectron = async (say: (line: string) => void): Promise<{ readonly path: string } | { readonly missing: string }> => {
  const found = findElectron();
  if (found !== null) return { path: found };
  if (!(await isReachable()))
    return { missing: "Electron's program is not installed and the place it is downloaded from cannot be reached" };
  say(`Downloading Electron's program from its publisher (about 110 MB, at most ${downloadLimitMs / 1000} s) …`);
  const downloaded = (await download()) ? findElectron() : null;
  return downloaded === null
    ? { missing: `Electron's program could not be downloaded within ${downloadLimitMs / 1000} s` }
    : { path: downloaded };
};
