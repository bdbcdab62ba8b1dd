import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";
import { installPackage, isDebian } from "./debian.ts";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const places =
  process.platform === "darwin"
    ? ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"]
    : process.platform === "win32"
      ? [process.env["ProgramFiles"], process.env["ProgramFiles(x86)"], process.env["LocalAppData"]].map((folder) =>
          join(folder ?? "", "Google", "Chrome", "Application", "chrome.exe"),
        )
      : [];

const isRoot = process.getuid?.() === 0;

/** What tests start Chromium with: nothing that calls home, and as root no sandbox, because Chromium refuses one there. */
export const chromiumFlags: readonly string[] = [
  ...(isRoot ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of a Chromium to test with: `OLYMPUS_CHROMIUM`, one on PATH or in its usual place, or the one Playwright downloaded; null when there is none. */
export const findChromium = (): string | null => {
  const named = process.env["OLYMPUS_CHROMIUM"];
  if (named !== undefined && named !== "") return isProgram(named) ? named : null;
  const onPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...places, chromium.executablePath()].find(isProgram) ?? null;
};

/** The one command that brings a Chromium to this machine. */
export const chromiumAdvice = (): string => (isDebian() ? "sudo apt-get install -y chromium" : "npx playwright install chromium");

/** Finds a Chromium; as root on Debian it installs the distribution's package when there is none. Null when there still is none. */
export const obtainChromium = (): string | null => {
  const found = findChromium();
  if (found !== null || process.env["OLYMPUS_CHROMIUM"]) return found;
  installPackage("chromium", "for the end-to-end tests");
  return findChromium();
};
