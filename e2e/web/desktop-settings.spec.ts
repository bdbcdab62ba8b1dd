import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RPCHandler } from "@orpc/server/message-port";
import type { Page } from "playwright/test";
import { createOlympus, type Olympus } from "#core/host";
import type { ShellRequest, ShellState } from "#core/contract";
import { openFileVault } from "#core/settings";
import { createMailbox, createWatched } from "../../main/electron/mailbox.ts";
import type { Platform } from "../../main/electron/platform.ts";
import { shellOperations } from "../../main/electron/shell-operations.ts";
import { expect, test, type WebHost } from "./host.ts";

/** A desktop's shell without the desktop: it answers as told and remembers what it was asked. */
const createShell = () => {
  const state = createWatched<ShellState>({
    hotkey: { accelerator: "CommandOrControl+Shift+Space", state: "taken" },
    startsAtLogin: false,
    hasTray: true,
    update: { type: "quiet", checkedAtMs: null },
    takenBack: null,
  });
  const requests = { main: createMailbox<ShellRequest>(4), quick: createMailbox<ShellRequest>(4) };
  const asked: string[] = [];
  const become = (change: Partial<ShellState>) => state.set({ ...state.get(), ...change });
  const platform: Platform = {
    watch: state.watch,
    requests: (window, signal) => requests[window].read(signal),
    openQuick: () => void asked.push("quick"),
    hideQuick: () => void asked.push("hide"),
    resizeQuick: () => {},
    openMain: (conversationId) => void asked.push(`open ${conversationId ?? "as it is"}`),
    setLoginItem: (on) => become({ startsAtLogin: on }),
    checkForUpdate: async () => become({ update: { type: "available", version: "2.0.0" } }),
    downloadUpdate: async () => become({ update: { type: "ready", version: "2.0.0" } }),
    installUpdate: () => void asked.push("install"),
  };
  return { platform, requests, asked, become };
};

/** The interface as a window of the desktop app has it: over a message port, with the contract and the shell's part behind it. */
const openWindow = async (page: Page, host: WebHost, olympus: Olympus, platform: Platform, place: string) => {
  const listeners = new Set<(event: { readonly data: unknown }) => void>();
  await page.exposeFunction("toCore", (data: unknown) => {
    for (const listen of listeners) listen({ data });
  });
  const handler = new RPCHandler({ ...olympus.router, ...shellOperations(platform) });
  handler.upgrade(
    {
      postMessage: (data: unknown) =>
        void page.evaluate((message) => Reflect.get(window, "fromCore").call(null, message), data).catch(() => {}),
      addEventListener: (type: string, listen: (event: { readonly data: unknown }) => void) => {
        if (type === "message") listeners.add(listen);
      },
    } as never,
    { context: {} },
  );
  await page.addInitScript(() => {
    const { port1, port2 } = new MessageChannel();
    const toCore = Reflect.get(window, "toCore") as (data: unknown) => Promise<void>;
    port1.addEventListener("message", ({ data }) => void toCore(data));
    port1.start();
    Object.assign(window, { olympusDesktop: { pathForFile: () => "" }, fromCore: (data: unknown) => port1.postMessage(data) });
    window.addEventListener("load", () => window.postMessage("olympus-port", "*", [port2]));
  });
  await page.goto(`${host.url}/#/${place}`);
};

let folder: string;
let olympus: Olympus;
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "olympus-e2e-shell-"));
  const secrets = openFileVault({ path: join(folder, "vault.json") });
  const opened = await createOlympus({ dataDir: join(folder, "data"), hostName: "desktop", version: "1.0.0", secrets });
  if (!opened.ok) throw new Error(opened.error.type);
  olympus = opened.value;
});
test.afterEach(async () => {
  await olympus.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the desktop's settings say how the key stands, take another, start at login, and update one word at a time", async ({
  page,
  host,
}) => {
  const shell = createShell();
  await openWindow(page, host, olympus, shell.platform, "settings/desktop");
  await expect(page.getByRole("heading", { name: "Desktop", exact: true })).toBeVisible();
  await expect(page.getByText("Another program has this key")).toBeVisible();

  const key = page.getByRole("button", { name: /^Change the key/ });
  await key.click();
  await expect(key).toHaveText("Press the new key …");
  await page.keyboard.press("q");
  await expect(key).toHaveText("Press the new key …");
  await page.keyboard.press("Alt+q");
  await expect(key).toHaveText("Alt + Q");
  shell.become({ hotkey: { accelerator: "Alt+Q", state: "portal" } });
  await expect(page.getByText("Your desktop decides about this key")).toBeVisible();
  await page.screenshot({ path: test.info().outputPath("desktop-settings.png") });
  await page.getByRole("button", { name: "Use no key" }).click();
  await expect(key).toHaveText("No key");

  await page
    .getByRole("radiogroup", { name: "Start at login" })
    .or(page.getByRole("group", { name: "Start at login" }))
    .getByText("On")
    .click();
  await page.getByRole("button", { name: "Look now" }).click();
  await expect(page.getByText("Version 2.0.0 is available. Nothing has been downloaded.")).toBeVisible();
  await page.getByRole("button", { name: "Download" }).click();
  expect(shell.asked).toEqual([]);
  await page.getByRole("button", { name: "Install and restart" }).click();
  await expect.poll(() => shell.asked).toEqual(["install"]);

  shell.requests.main.put({ type: "go", place: "/library" });
  await expect(page).toHaveURL(/#\/library$/);
});

test("a link fills the quick prompt, says so, and asks nothing; Enter asks, Esc hides, and the conversation is handed over", async ({
  page,
  host,
}) => {
  const shell = createShell();
  shell.requests.quick.put({ type: "fill", text: "What is due?" });
  await page.setViewportSize({ width: 680, height: 96 });
  await openWindow(page, host, olympus, shell.platform, "quick");
  const box = page.getByRole("textbox", { name: "Ask Olympus" });
  await expect(box).toHaveValue("What is due?");
  await expect(page.getByText("A link filled this in. Nothing is asked until you press Enter.")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
  await box.press("Enter");
  await expect(page.getByRole("article", { name: "Answer" })).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
  await page.getByRole("button", { name: "Continue in the main window" }).click();
  await expect.poll(() => shell.asked.join()).toMatch(/^open chat_[0-9a-z]{26}$/);
  await page.keyboard.press("Escape");
  await expect.poll(() => shell.asked).toContain("hide");
});
