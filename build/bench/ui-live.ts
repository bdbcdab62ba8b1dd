import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright";
import { startProviderServer } from "#core/testing";
import { root } from "../root.ts";
import { longAnswer } from "./long-answer.ts";
import { manyChats } from "./long-chat.ts";
import { openApp } from "./open-app.ts";
import { storeChats } from "./stored-chats.ts";

interface Live {
  /** Tasks over 50 ms, from the question to the end of its answer; Chromium reports no shorter ones. */
  readonly longTasksMs: readonly number[];
  readonly framesMs: readonly number[];
  readonly tokens: number;
  readonly initialKb: number;
  readonly initialFiles: number;
}

/** A token of a usual vocabulary stands for about four characters of English (OpenAI's rule of thumb). */
const charactersPerToken = 4;
const everyMs = 10;

declare global {
  interface Window {
    benchTasks: number[];
    benchFrames: number[];
  }
}

const tokensOf = (text: string): string[] => text.match(new RegExp(`[^]{1,${charactersPerToken}}`, "g")) ?? [];

const watchTasks = (page: Page) =>
  page.evaluate(() => {
    window.benchTasks = [];
    window.benchFrames = [];
    new PerformanceObserver((list) => window.benchTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
    let beforeMs = performance.now();
    const frame = (nowMs: number) => {
      window.benchFrames.push(nowMs - beforeMs);
      beforeMs = nowMs;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

/** Asks and waits for the end of the answer, looking so seldom and so cheaply that the looking is not what is measured. */
const ask = async (page: Page) => {
  await page.getByRole("textbox", { name: "Your question" }).fill("What have we learnt about the heating?");
  await page.keyboard.press("Enter");
  await page.evaluate(async () => {
    const isWriting = () => document.querySelector('main article[aria-busy="true"]') !== null;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
    while (!isWriting()) await pause();
    while (isWriting()) await pause();
    // What the end of an answer changes elsewhere, in the list of conversations for one, is drawn by then.
    await pause();
  });
};

/** The built interface over years of use while a model writes 100 tokens a second: what it loads at first, and whether it ever stands still. */
export const measureLive = async (
  browser: Browser,
  stored: { readonly conversations: number; readonly messages: number },
): Promise<Live> => {
  const dataDir = mkdtempSync(join(tmpdir(), "olympus-bench-live-"));
  const provider = await startProviderServer("openai");
  const loaded = new Set<string>();
  try {
    storeChats(dataDir, manyChats(stored.conversations, stored.messages));
    const app = await openApp(browser, dataDir, async (page) => {
      page.on("response", (response) => {
        const { pathname } = new URL(response.url());
        if (/\.(js|css)$/.test(pathname)) loaded.add(pathname);
      });
    });
    try {
      await app.page.waitForLoadState("networkidle");
      const initial = [...loaded].map((path) => gzipSync(readFileSync(join(root, "dist/renderer", path))).length);
      const { csrfToken } = (await (await app.page.request.get(`${app.url}/auth/status`)).json()) as { csrfToken: string };
      const added = await app.page.request.post(`${app.url}/api/rest/providers`, {
        data: {
          kind: "compatible",
          name: "Scripted",
          baseUrl: `${provider.origin}/v1`,
          model: "scripted",
          key: "a-key",
          price: { inputMicroUsd: 0, outputMicroUsd: 0 },
        },
        headers: { origin: app.url, "x-olympus-csrf": csrfToken },
      });
      if (!added.ok()) throw new Error(`the provider was refused: ${await added.text()}`);
      await app.page.reload();
      await app.page.getByRole("button", { name: /^Model:/ }).click();
      await app.page.getByRole("menuitemradio", { name: /Scripted/ }).click();
      const text = tokensOf(longAnswer(4));
      provider.script({ type: "paced", answer: { text }, everyMs });
      await watchTasks(app.page);
      await ask(app.page);
      const { tasks, frames } = await app.page.evaluate(() => ({ tasks: window.benchTasks, frames: window.benchFrames }));
      return {
        longTasksMs: tasks,
        framesMs: frames,
        tokens: text.length,
        initialKb: initial.reduce((sum, bytes) => sum + bytes, 0) / 1024,
        initialFiles: initial.length,
      };
    } finally {
      await app.close();
    }
  } finally {
    await provider.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
};
