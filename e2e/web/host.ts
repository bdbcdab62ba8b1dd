import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test as base, type Page } from "playwright/test";

const root = join(import.meta.dirname, "../..");
/** Texts about an invented household, made by real programs. */
export const documentsDir = join(root, "core/testing/files/documents");
export const passphrase = "marble otter quilt sixteen";

/** A headless host of its own: a process, a port and a data folder that nobody else uses. */
export interface WebHost {
  readonly url: string;
  readonly dataDir: string;
  readonly setupCode: () => string;
  /** Ends the process as a person would. */
  readonly stop: () => Promise<void>;
  /** Ends the process at once, as a power cut would. */
  readonly kill: () => Promise<void>;
}

export interface HostOptions {
  /** Runs on the data of a host that has ended; the caller removes it. */
  readonly dataDir?: string | undefined;
  /** 0 picks a free one. */
  readonly port?: number | undefined;
  /** Further variables of the process. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

const startLimitMs = 30_000;

/** Starts the host from source over the built interface in `dist/renderer`. */
export const startHost = async ({ dataDir: given, environment = {}, port = 0 }: HostOptions = {}): Promise<WebHost> => {
  if (!existsSync(join(root, "dist/renderer/index.html"))) throw new Error("The interface is not built: run `npm run build` first.");
  const dataDir = given ?? mkdtempSync(join(tmpdir(), "olympus-e2e-"));
  const child = spawn(process.execPath, [join(root, "main/headless.ts"), "--port", String(port), "--json"], {
    env: { ...process.env, OLYMPUS_HOME: dataDir, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const ended = once(child, "exit");

  const url = await new Promise<string>((resolve, reject) => {
    const fail = () => reject(new Error(`The host did not start: ${said.join("")}`));
    const limit = setTimeout(fail, startLimitMs);
    child.once("exit", fail);
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /"url": *"([^"]+)"/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(limit);
      resolve(found);
    });
  });

  const end = (signal: "SIGTERM" | "SIGKILL") => async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    if (given === undefined && signal === "SIGTERM") rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    url,
    dataDir,
    setupCode: () => readFileSync(join(dataDir, "http/setup-code"), "utf8").trim(),
    stop: end("SIGTERM"),
    kill: end("SIGKILL"),
  };
};

/** Sets the passphrase through the API: for tests that are about something else. The page's browser is signed in afterwards. */
export const setUpAndOpen = async (page: Page, host: WebHost): Promise<void> => {
  const answer = await page.request.post(`${host.url}/auth/setup`, {
    data: { passphrase, code: host.setupCode() },
    headers: { origin: host.url },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.goto(host.url);
  await expect(page.getByRole("textbox", { name: "Your question" })).toBeVisible();
};

/** `host`: a fresh host for the test. `app`: its interface, open and signed in; nothing may be thrown in it unseen. */
export const test = base.extend<{ host: WebHost; app: Page }>({
  host: async ({ browserName: _unused }, provide) => {
    const host = await startHost();
    await provide(host);
    await host.stop();
  },
  app: async ({ host, page }, provide) => {
    const thrown: string[] = [];
    page.on("pageerror", (error) => thrown.push(error.stack ?? error.message));
    // What a boundary in the interface has caught arrives here only.
    page.on("console", (said) => {
      if (said.type() === "error" && !said.text().startsWith("Failed to load resource")) thrown.push(said.text());
    });
    await setUpAndOpen(page, host);
    await provide(page);
    expect(thrown).toEqual([]);
  },
});

export { expect };
