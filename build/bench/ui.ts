import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright";
import { buildIfChanged } from "../build-if-changed.ts";
import { chromiumAdvice, chromiumFlags, findChromium } from "../chromium.ts";
import { longAnswer } from "./long-answer.ts";
import { lastTurnOf, longChat, longChatTitle } from "./long-chat.ts";
import { openMarkdownHarness } from "./markdown-harness.mjs";
import { openApp } from "./open-app.ts";
import { storeChats } from "./stored-chats.ts";
import type { BenchTable } from "./table.ts";
import { measureLive } from "./ui-live.ts";

/** Milliseconds, one for each update; `laidOut` counts until the page's layout is done as well. */
interface UpdateTimes {
  readonly update: readonly number[];
  readonly laidOut: readonly number[];
}

declare global {
  interface Window {
    readonly harness: {
      readonly stream: (text: string, step: number) => UpdateTimes;
      readonly streamWhole: (text: string, step: number) => UpdateTimes;
    };
  }
}

export interface UiOptions {
  readonly messages?: number;
  /** Conversations that share the messages, while an answer streams. */
  readonly conversations?: number;
  /** Characters that come at once: what a fast local model writes between two frames. */
  readonly step?: number;
  readonly rounds?: number;
}

const goals = { updateMs: 2, openMs: 150, frameMs: 20, taskMs: 50, initialKb: 350 };

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const rounded = (value: number): number => Number(value.toFixed(2));

/** The same update is timed in each round and its least time counts: what other programs took from it is not ours. */
const streamRounds = 3;
const leastOf = (rounds: readonly (readonly number[])[]): number[] =>
  (rounds[0] ?? []).map((_time, index) => Math.min(...rounds.map((times) => times[index] ?? Number.POSITIVE_INFINITY)));
const leastTimes = (rounds: readonly UpdateTimes[]): UpdateTimes => ({
  update: leastOf(rounds.map(({ update }) => update)),
  laidOut: leastOf(rounds.map(({ laidOut }) => laidOut)),
});

const ratio = (above: readonly number[], below: readonly number[], share: number): number =>
  rounded(quantile(above, share) / quantile(below, share));

interface Times {
  readonly ours: UpdateTimes;
  readonly whole: UpdateTimes;
}

/** Times of every update while one long answer grows; the peer parses, sanitises and sets the whole text each time, as most interfaces do. */
const measureStreaming = async (browser: Browser, text: string, step: number): Promise<Times> => {
  const harness = await openMarkdownHarness();
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  try {
    await page.goto(harness.url);
    // Once for the engine's compiler, KaTeX and the colouring thread; then what counts.
    await page.evaluate(([sample]) => void window.harness.stream(sample, 200), [text] as const);
    await page.waitForSelector(".katex");
    const rounds: Times[] = [];
    for (let round = 0; round < streamRounds; round += 1) {
      const ours = await page.evaluate(([sample, size]) => window.harness.stream(sample, size), [text, step] as const);
      const whole = await page.evaluate(([sample, size]) => window.harness.streamWhole(sample, size), [text, step] as const);
      rounds.push({ ours, whole });
    }
    return { ours: leastTimes(rounds.map(({ ours }) => ours)), whole: leastTimes(rounds.map(({ whole }) => whole)) };
  } finally {
    await page.close();
    await harness.close();
  }
};

/** From the click on the conversation to the frame that shows its newest answer. */
const openOnce = async (page: Page, lastTurn: number): Promise<number> => {
  await page.getByRole("link", { name: "New chat" }).click();
  await page.getByRole("textbox", { name: "Your question" }).waitFor();
  return page.evaluate(
    ([title, last]) =>
      new Promise<number>((resolve, reject) => {
        const link = [...document.querySelectorAll("a")].find((candidate) => candidate.textContent.includes(title));
        const startMs = performance.now();
        link?.click();
        const look = () => {
          const elapsedMs = performance.now() - startMs;
          if (document.querySelector("main")?.textContent.includes(last) === true)
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startMs)));
          else if (elapsedMs > 20_000) reject(new Error("the conversation did not open"));
          else requestAnimationFrame(look);
        };
        look();
      }),
    [longChatTitle, `That was answer ${lastTurn}.`] as const,
  );
};

/** Times between frames while the conversation is scrolled, steadily, through some hundred messages it has not shown yet. */
const scrollFrames = (page: Page): Promise<number[]> =>
  page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const scroller = [...document.querySelectorAll("main *")]
          .filter((element) => element.scrollHeight > element.clientHeight + 500)
          .toSorted((one, other) => other.scrollHeight - one.scrollHeight)[0];
        const times: number[] = [];
        let beforeMs = performance.now();
        const frame = (nowMs: number) => {
          times.push(nowMs - beforeMs);
          beforeMs = nowMs;
          // 40 pixels a frame is a brisk, readable scroll.
          scroller?.scrollBy({ top: -40, behavior: "instant" });
          if (times.length < 360) requestAnimationFrame(frame);
          else resolve(times.slice(5));
        };
        requestAnimationFrame(frame);
      }),
  );

const measureChat = async (browser: Browser, messages: number, rounds: number) => {
  const dataDir = mkdtempSync(join(tmpdir(), "olympus-bench-ui-"));
  try {
    storeChats(dataDir, [longChat(messages)]);
    const lastTurn = lastTurnOf(messages);
    const app = await openApp(browser, dataDir);
    await app.page.getByRole("link", { name: longChatTitle }).waitFor();
    try {
      const opens: number[] = [];
      for (let round = 0; round < rounds; round += 1) opens.push(await openOnce(app.page, lastTurn));
      const frames = await scrollFrames(app.page);
      const shown = await app.page.evaluate(() => document.querySelectorAll("main article").length);
      return { opens, frames, shown };
    } finally {
      await app.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** Streaming Markdown, opening a long conversation and scrolling it, in a real Chromium without a graphics card. */
export const runUiBench = async ({
  conversations = 1000,
  messages = 10_000,
  step = 16,
  rounds = 7,
}: UiOptions = {}): Promise<BenchTable> => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`There is no Chromium here. This brings one: ${chromiumAdvice()}`);
  await buildIfChanged({ log: console.error });
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    const text = longAnswer(12);
    const { ours, whole } = await measureStreaming(browser, text, step);
    const { opens, frames, shown } = await measureChat(browser, messages, rounds);
    const live = await measureLive(browser, { conversations, messages });
    const longest = Math.max(0, ...live.longTasksMs);
    const [oursP95, open, frame] = [quantile(ours.update, 0.95), quantile(opens, 0.5), quantile(frames, 0.95)];
    const row = (what: string, values: readonly number[]) => ({
      what,
      p50: rounded(quantile(values, 0.5)),
      p95: rounded(quantile(values, 0.95)),
      most: rounded(Math.max(...values)),
      times: values.length,
    });
    return {
      name: `ui: ${text.length} characters streamed by ${step}, a conversation of ${messages} messages (ms)`,
      rows: [
        row("Markdown update", ours.update),
        row("peer: marked + DOMPurify, whole text", whole.update),
        { what: "peer against ours", p50: ratio(whole.update, ours.update, 0.5), p95: ratio(whole.update, ours.update, 0.95) },
        row("Markdown update, laid out", ours.laidOut),
        row("peer, laid out", whole.laidOut),
        { ...row("conversation opened", opens), least: rounded(Math.min(...opens)), "messages drawn": shown },
        row("frame while scrolling", frames),
        { what: "first page, scripts and styles (kB, gzip)", p50: rounded(live.initialKb), times: live.initialFiles },
        { what: `${live.tokens} tokens at 100/s: tasks over 50 ms`, times: live.longTasksMs.length, most: rounded(longest) },
        row("frame while streaming", live.framesMs),
        { what: "programs waiting for a core meanwhile", p50: rounded(loadavg()[0] ?? Number.NaN) },
      ],
      goals: [
        { goal: `a Markdown update within ${goals.updateMs} ms at p95`, measured: oursP95, met: oursP95 <= goals.updateMs },
        { goal: `a conversation of ${messages} messages open within ${goals.openMs} ms`, measured: open, met: open <= goals.openMs },
        { goal: `a frame within ${goals.frameMs} ms at p95 while scrolling`, measured: frame, met: frame <= goals.frameMs },
        {
          goal: `no task over ${goals.taskMs} ms while 100 tokens/s stream, ${messages} messages in ${conversations} chats stored`,
          measured: longest,
          met: longest <= goals.taskMs,
        },
        { goal: `first page within ${goals.initialKb} kB, gzip`, measured: live.initialKb, met: live.initialKb <= goals.initialKb },
      ],
    };
  } finally {
    await browser.close();
  }
};
