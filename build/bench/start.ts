import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { buildIfChanged } from "../build-if-changed.ts";
import { root } from "../root.ts";
import { startDesktopOnce, type DesktopStart } from "./desktop-start.ts";
import { measureQuickTyping } from "./quick-page.ts";
import { storeChats } from "./stored-chats.ts";
import type { BenchTable } from "./table.ts";

export interface StartOptions {
  readonly messages?: number;
  readonly rounds?: number;
}

/** Background work of a start (looking for models, statistics) is over after this long on an idle machine. */
const idleAfterMs = 5_000;
const goalMs = 900;
const goalMb = 200;
const desktopGoalMs = 120;
const typingGoalMs = 50;
const typingRounds = 25;
const words =
  "library passage answer source figure summer kitchen boiler contract renewal invoice harbour orchard letter winter garden".split(" ");

const textOf = (seed: number): string =>
  Array.from({ length: 60 }, (_none, index) => words[(seed * 7 + index * index) % words.length]).join(" ");

const residentMb = (pid: number): number => Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;

interface Start {
  readonly listeningMs: number;
  readonly usableMs: number;
  readonly residentMb: number;
}

const urlOf = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /"url": *"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the host ended before it listened");
};

/** Starts the built host as a person would and asks for what the first screen needs. Times count from the start of the process. */
const startOnce = async (dataDir: string, conversationId: string, messages: number, idle: boolean): Promise<Start> => {
  const beginMs = performance.now();
  const child = spawn(process.execPath, [join(root, "dist", "main", "headless.js"), "--port", "0", "--json"], {
    env: { ...process.env, OLYMPUS_HOME: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    const url = await urlOf(child);
    const listeningMs = performance.now() - beginMs;
    const { token } = JSON.parse(readFileSync(join(dataDir, "http", "local.json"), "utf8")) as { token: string };
    const get = async (path: string): Promise<unknown> => {
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return answer.headers.get("content-type")?.includes("json") ? answer.json() : answer.text();
    };
    const [page] = await Promise.all([
      get(`/api/rest/chats/${conversationId}`) as Promise<{ total: number }>,
      get("/"),
      get("/api/rest/settings"),
      get("/api/rest/chats"),
      get("/api/rest/models"),
      get("/api/rest/library"),
    ]);
    const usableMs = performance.now() - beginMs;
    if (page.total !== messages) throw new Error(`the conversation has ${page.total} messages, not ${messages}`);
    if (idle) await wait(idleAfterMs);
    return { listeningMs, usableMs, residentMb: residentMb(child.pid ?? 0) };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The time a bare Node needs to start and end, which no program of ours can go below; the ratio to it says more than the time. */
const bareNodeMs = (): number => {
  const beginMs = performance.now();
  execFileSync(process.execPath, ["-e", "0"]);
  return performance.now() - beginMs;
};

/** The quick prompt of a host of its own. */
const typeQuickly = async (): Promise<number[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), "olympus-bench-quick-"));
  const child = spawn(process.execPath, [join(root, "dist", "main", "headless.js"), "--port", "0", "--json"], {
    env: { ...process.env, OLYMPUS_HOME: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    return await measureQuickTyping(await urlOf(child), dataDir, typingRounds);
  } finally {
    child.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** Starts of the built desktop entry over the fake of Electron; the first one, which reads the files from the disk, does not count. */
const startDesktops = (dataDir: string, rounds: number): DesktopStart[] =>
  Array.from({ length: rounds + 1 }, () => startDesktopOnce("dist/main/index.js", dataDir)).slice(1);

/**
 * Cold start of the built headless host to the first screen's answers with a long conversation stored, and its memory when idle; the desktop entry up to its first
 * window; and the quick prompt from coming into view to the first letter.
 */
export const runStartBench = async ({ messages = 10_000, rounds = 7 }: StartOptions = {}): Promise<BenchTable> => {
  await buildIfChanged({ log: console.error });
  const dataDir = mkdtempSync(join(tmpdir(), "olympus-bench-start-"));
  try {
    const [conversationId = ""] = storeChats(dataDir, [{ title: "A long one", messages, textAt: textOf }]);
    const bare: number[] = [];
    const starts: Start[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(bareNodeMs());
      starts.push(await startOnce(dataDir, conversationId, messages, round === rounds - 1));
    }
    const listening = median(starts.map(({ listeningMs }) => listeningMs));
    const usable = median(starts.map(({ usableMs }) => usableMs));
    const idleMb = starts.at(-1)?.residentMb ?? Number.NaN;
    const desktops = startDesktops(dataDir, rounds);
    const evaluated = median(desktops.map(({ evaluatedMs }) => evaluatedMs));
    const native = Math.max(...desktops.map((start) => start.native.length));
    const typed = median(await typeQuickly());
    const rounded = (value: number) => Number(value.toFixed(1));
    return {
      name: `start: ${messages} messages stored, median of ${rounds}`,
      rows: [
        { what: "bare Node, start to end", ms: rounded(median(bare)) },
        { what: "headless host, listening", ms: rounded(listening), "times bare": rounded(listening / median(bare)) },
        { what: "first screen answered", ms: rounded(usable), "times bare": rounded(usable / median(bare)) },
        { what: "desktop entry evaluated", ms: rounded(evaluated), "times bare": rounded(evaluated / median(bare)) },
        { what: "desktop entry, first window made", ms: rounded(median(desktops.map(({ windowMs }) => windowMs))) },
        { what: `quick prompt in view to letter drawn, median of ${typingRounds}`, ms: rounded(typed) },
        { what: `resident after ${idleAfterMs / 1000} s idle`, MB: rounded(idleMb) },
      ],
      goals: [
        { goal: `usable within ${goalMs} ms`, measured: usable, met: usable <= goalMs },
        { goal: `desktop entry evaluated within ${desktopGoalMs} ms`, measured: evaluated, met: evaluated <= desktopGoalMs },
        { goal: "no native library before the first window", measured: native, met: native === 0 },
        { goal: `quick prompt typed within ${typingGoalMs} ms`, measured: typed, met: typed <= typingGoalMs },
        { goal: `at most ${goalMb} MB when idle`, measured: idleMb, met: idleMb <= goalMb },
      ],
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};
