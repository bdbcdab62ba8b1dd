import { defineConfig } from "playwright/test";
import { chromiumFlags, findChromium } from "../build/chromium.ts";

const executablePath = findChromium();

export default defineConfig({
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each worker runs a host and a browser of its own; two of each is what a 4 GB machine bears.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env["CI"] !== undefined,
  retries: 0,
  outputDir: "../test-results",
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
