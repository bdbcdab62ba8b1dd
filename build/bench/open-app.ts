import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Browser, Page } from "playwright";
import { root } from "../root.ts";

export interface OpenApp {
  readonly page: Page;
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The built host over a data folder, and a page that is signed in to it and shows its first screen. `prepare` sees the page before it loads anything. */
export const openApp = async (
  browser: Browser,
  dataDir: string,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<OpenApp> => {
  const child = spawn(process.execPath, [join(root, "dist/main/headless.js"), "--port", "0", "--json"], {
    env: { ...process.env, OLYMPUS_HOME: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /"url": *"([^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const code = readFileSync(join(dataDir, "http/setup-code"), "utf8").trim();
    const answer = await page.request.post(`${url}/auth/setup`, {
      data: { passphrase: "marble otter quilt sixteen", code },
      headers: { origin: url },
    });
    if (!answer.ok()) throw new Error(`the host refused the passphrase: ${await answer.text()}`);
    await prepare(page);
    await page.goto(url);
    await page.getByRole("textbox", { name: "Your question" }).waitFor();
    const close = async () => {
      await page.close();
      await stop();
    };
    return { page, url, close };
  }
  await stop();
  throw new Error("the host ended before it listened");
};
