import { availableParallelism } from "node:os";
import { defineConfig } from "playwright/test";
import { chromiumFlags, findChromium } from "../build/chromium.ts";
import { artifactsFolder } from "./artifacts.ts";

const executablePath = findChromium();

export default defineConfig({
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each worker runs a host and a browser of its own, and they wait for each other more than they work.
  workers: Math.max(2, Math.min(4, Math.floor(availableParallelism() / 2))),
  fullyParallel: false,
  forbidOnly: process.env["CI"] !== undefined,
  // Where the whole run decides, one bad moment of the machine does not; `npm test` says how many tests needed their second try.
  retries: process.env["CI"] === undefined ? 0 : 1,
  outputDir: artifactsFolder(),
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    headless: true,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: { args: [...chromiumFlags], ...(executablePath === null ? {} : { executablePath }) },
  },
  projects: [
    { name: "web", testDir: "./web" },
    { name: "desktop", testDir: "./desktop" },
  ],
});
