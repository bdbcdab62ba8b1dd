import { once } from "node:events";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fuses, securityChecklist } from "./security.ts";
import {
  app,
  BrowserWindow,
  calls,
  FakeContents,
  FakeFrame,
  handlers,
  ipcMain,
  isSandboxed,
  preventable,
  responders,
} from "./testing/fake-electron.ts";
import { startDesktop, type Desktop } from "./testing/start-desktop.ts";

// Electron's own checklist, item by item, against the real entry of the app; nothing here looks at our settings files instead.
const root = join(import.meta.dirname, "../..");
const dataDir = mkdtempSync(join(tmpdir(), "olympus-security-"));
let desktop: Desktop;

beforeAll(async () => {
  desktop = await startDesktop({ dataDir });
  await vi.waitFor(() => expect(BrowserWindow.all).toHaveLength(2), { timeout: 60_000 });
}, 90_000);
afterAll(async () => {
  const quit = once(app, "quit");
  app.quit();
  await quit;
  rmSync(dataDir, { recursive: true, force: true });
});

const rights = () => BrowserWindow.all.map(({ options }) => options.webPreferences ?? {});
const everyWindow = (name: string, value: unknown) =>
  expect(rights().map((preferences) => Reflect.get(preferences, name) as unknown)).toEqual([value, value]);
const cancelled = (url: string): boolean | undefined => {
  let answer: boolean | undefined;
  handlers.beforeRequest?.({ url } as never, ({ cancel }) => (answer = cancel));
  return answer;
};
const prevented = (kind: string, details: object = {}): boolean => {
  const event = Object.assign(preventable(), details);
  let stopped = false;
  event.preventDefault = () => {
    stopped = true;
  };
  desktop.quick().webContents.emit(kind, event);
  return stopped;
};
const respond = async (path: string, responder = responders.get("olympus-app")) => {
  if (responder === undefined) throw new Error("nobody serves the interface");
  return responder(new Request(`olympus-app://app${path}`) as never);
};

/** By the number of the item in the list. */
const probes: Record<(typeof securityChecklist)[number]["item"], () => unknown> = {
  1: () => {
    expect(BrowserWindow.all.flatMap(({ loaded }) => loaded)).toEqual(["olympus-app://app/", "olympus-app://app/#/quick"]);
    expect(["http://example.org/", "https://example.org/", "ws://example.org/"].map(cancelled)).toEqual([true, true, true]);
  },
  2: () => {
    for (const right of ["nodeIntegration", "nodeIntegrationInWorker", "nodeIntegrationInSubFrames"]) everyWindow(right, false);
  },
  3: () => everyWindow("contextIsolation", true),
  4: () => {
    expect(isSandboxed()).toBe(true);
    everyWindow("sandbox", true);
  },
  5: () => {
    const granted: boolean[] = [];
    for (const permission of ["media", "geolocation", "notifications", "clipboard-read", "openExternal", "hid", "serial"])
      handlers.request?.(desktop.main().webContents as never, permission as never, (answer) => granted.push(answer), {
        isMainFrame: true,
      } as never);
    expect([new Set(granted), granted.length]).toEqual([new Set([false]), 7]);
  },
  6: () => everyWindow("webSecurity", true),
  7: async () => {
    const one = (await respond("/")).headers.get("content-security-policy") ?? "";
    const two = (await respond("/")).headers.get("content-security-policy") ?? "";
    expect(one).not.toMatch(/unsafe|\*|https?:/);
    expect(one).toContain("default-src 'none'");
    expect(one).toContain("require-trusted-types-for 'script'");
    // What was said once must not open the next page.
    expect(one).not.toBe(two);
  },
  8: () => everyWindow("allowRunningInsecureContent", false),
  9: () => everyWindow("experimentalFeatures", false),
  10: () => everyWindow("enableBlinkFeatures", undefined),
  11: () => everyWindow("webviewTag", false),
  12: () => expect(prevented("will-attach-webview")).toBe(true),
  13: () => {
    for (const kind of ["will-navigate", "will-frame-navigate", "will-redirect"]) {
      expect(prevented(kind, { url: "https://evil.example/" })).toBe(true);
      expect(prevented(kind, { url: "olympus-app://app/#/chat/1" })).toBe(false);
    }
  },
  14: () => {
    const before = BrowserWindow.all.length;
    for (const { webContents } of BrowserWindow.all)
      expect(webContents.openHandler?.({ url: "https://example.org/" } as never)).toEqual({ action: "deny" });
    expect(BrowserWindow.all).toHaveLength(before);
  },
  15: () => {
    calls.opened.splice(0);
    const urls = [
      "file:///etc/passwd",
      "https://example.org/%0aX",
      "olympus://ask?text=a",
      "https://a:b@example.org/",
      "https://example.org/ok",
    ];
    for (const url of urls) desktop.main().webContents.openHandler?.({ url } as never);
    expect(calls.opened).toEqual(["https://example.org/ok"]);
  },
  16: () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { devDependencies: Record<string, string> };
    const installed = JSON.parse(readFileSync(join(root, "node_modules/electron/package.json"), "utf8")) as { version: string };
    expect(devDependencies["electron"]).toBe(installed.version);
    expect(Number(installed.version.split(".")[0])).toBeGreaterThanOrEqual(45);
  },
  17: () => {
    const ask = (sender: FakeContents, senderFrame: FakeFrame) => {
      ipcMain.emit("olympus-port", { sender, senderFrame });
      return senderFrame.received.length;
    };
    expect(ask(new FakeContents(), new FakeFrame("olympus-app://app/"))).toBe(0);
    expect(ask(desktop.quick().webContents, new FakeFrame("olympus-app://app/"))).toBe(0);
    expect(ask(desktop.quick().webContents, desktop.quick().webContents.mainFrame)).toBe(1);
  },
  18: async () => {
    expect(cancelled("file:///etc/passwd")).toBe(true);
    expect((await respond("/..%2f..%2fpackage.json")).status).toBe(404);
  },
  19: () => expect(fuses).toMatchObject({ runAsNode: false, onlyLoadAppFromAsar: true, enableEmbeddedAsarIntegrityValidation: true }),
  20: () => {
    const preload = readFileSync(join(root, "preload/preload.ts"), "utf8");
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(preload).not.toMatch(/ipcRenderer\.(invoke|sendSync|on)\b/);
  },
};

describe("Electron's security checklist", () => {
  it.each(securityChecklist)("$item $asks: $answer", async ({ item }) => {
    await probes[item]();
  });

  it("is whole", () => expect(securityChecklist.map(({ item }) => item)).toEqual(Array.from({ length: 20 }, (_none, index) => index + 1)));
});

describe("electron is used in one place", () => {
  it("and openExternal in one file of it", () => {
    const files = globSync("{core,main,preload,renderer}/**/*.{ts,tsx}", { cwd: root }).filter(
      (file) =>
        !file.includes(".test.") && !file.includes("testing") && existsSync(join(root, file)) && statSync(join(root, file)).isFile(),
    );
    expect(files.filter((file) => readFileSync(join(root, file), "utf8").includes("openExternal("))).toEqual([
      "main/electron/external-links.ts",
    ]);
  });
});
