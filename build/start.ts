import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildOrExit } from "./build-if-changed.ts";
import { obtainElectron } from "./electron-binary.ts";
import { root } from "./root.ts";

/** An Electron that fails sooner than this did not open its window: some systems forbid its sandbox. */
const windowDeadlineMs = 8_000;

const say = (line: string) => console.error(line);
const args = process.argv.slice(2);

const isLinux = process.platform === "linux";
const hasDesktop = !isLinux || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
const isRemote = process.env["SSH_CONNECTION"] !== undefined;

/** Runs a program with this one's streams; signals are passed on. Answers the exit code. */
const run = (command: string, programArgs: readonly string[], onOutput?: (text: string) => void): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(command, [...programArgs], {
      cwd: root,
      stdio: ["inherit", onOutput === undefined ? "inherit" : "pipe", "inherit"],
    });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      process.stdout.write(text);
      onOutput?.(text);
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => {
      say(error.message);
      resolve(127);
    });
    child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 130));
  });

const openBrowser = (url: string) => {
  const [command, ...first] = process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["explorer.exe"] : ["xdg-open"];
  spawn(command, [...first, url], { stdio: "ignore", detached: true })
    .on("error", () => say(`Open ${url} in a browser.`))
    .unref();
};

/** Why the desktop app did not open, or its exit code when it did. */
const runDesktop = async (): Promise<{ readonly code: number } | { readonly missing: string }> => {
  if (args.includes("--headless")) return { missing: "as asked" };
  if (!hasDesktop) return { missing: "there is no desktop session here" };
  if (isLinux && process.getuid?.() === 0) return { missing: "Electron does not run as root without giving up its sandbox" };
  const electron = await obtainElectron(say);
  if ("missing" in electron) return electron;
  const startedAtMs = performance.now();
  const code = await run(electron.path, [root, ...args]);
  const failedAtOnce = code !== 0 && code !== 130 && performance.now() - startedAtMs < windowDeadlineMs;
  return failedAtOnce ? { missing: `Electron ended at once with ${code} (its message is above)` } : { code };
};

await buildOrExit({ log: say });
const desktop = await runDesktop();
if ("code" in desktop) process.exit(desktop.code);

say(`Olympus runs in the browser: ${desktop.missing}.`);
let opened = !hasDesktop || isRemote;
const headlessArgs = args.filter((argument) => argument !== "--headless");
const code = await run(process.execPath, [join(root, "dist", "main", "headless.js"), ...headlessArgs], (text) => {
  const url = /https?:\/\/[^\s"']+/.exec(text)?.[0];
  if (opened || url === undefined) return;
  opened = true;
  openBrowser(url);
});
process.exit(code);
