import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import { RPCLink, type SupportedMessagePort } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { contract } from "#core/contract";
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
  session,
} from "./testing/fake-electron.ts";

// The real entry of the desktop app, over a real data folder; only Electron is a fake.
const dataDir = mkdtempSync(join(tmpdir(), "olympus-desktop-"));
const home = process.env["OLYMPUS_HOME"];

const mainWindow = (): BrowserWindow => {
  const window = BrowserWindow.all[0];
  if (window === undefined) throw new Error("no window was opened");
  return window;
};

/** A port that nobody had a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

const askForPort = (sender: FakeContents, senderFrame: FakeFrame | null) => {
  ipcMain.emit("olympus-port", { sender, senderFrame });
  return senderFrame?.received.at(-1)?.ports[0];
};

const connect = (): ContractRouterClient<typeof contract> => {
  const { webContents } = mainWindow();
  const port = askForPort(webContents, webContents.mainFrame)?.port;
  if (port === undefined) throw new Error("the window got no port");
  port.start();
  return createORPCClient(new RPCLink({ port: port as unknown as SupportedMessagePort }));
};

beforeAll(async () => {
  process.env["OLYMPUS_HOME"] = dataDir;
  await import("../index.ts");
  // The second window is the quick prompt, made once the core is open.
  await vi.waitFor(() => expect(BrowserWindow.all).toHaveLength(2), { timeout: 60_000 });
}, 90_000);

afterAll(() => {
  if (home === undefined) delete process.env["OLYMPUS_HOME"];
  else process.env["OLYMPUS_HOME"] = home;
  rmSync(dataDir, { recursive: true, force: true });
});

it("opens a window that is sandboxed, isolated and without Node", () => {
  expect(isSandboxed()).toBe(true);
  expect(mainWindow().options.webPreferences).toEqual({
    preload: expect.stringMatching(/dist[\\/]preload[\\/]preload\.cjs$/),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: true,
  });
});

it("loads the interface from its own scheme, which has an origin and the rights of https and no more", () => {
  expect(mainWindow().loaded).toEqual(["olympus-app://app/"]);
  expect(calls.privileges).toEqual([
    { scheme: "olympus-app", privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  expect([...responders.keys()]).toEqual(["olympus-app"]);
});

it("stays hidden until its first paint and comes to the front when Olympus is started again", () => {
  const window = mainWindow();
  expect(window.options.show).toBe(false);
  expect(window.history).toEqual([]);
  window.emit("ready-to-show");
  window.history.push("minimize");
  app.emit("second-instance", {}, ["olympus"]);
  expect(window.history).toEqual(["show", "minimize", "restore", "show", "focus"]);
  expect(BrowserWindow.all).toHaveLength(2);
});

it("keeps Chromium's files below the data folder, where only their owner reads", () => {
  expect(app.getPath("userData")).toBe(join(dataDir, "window"));
  expect(existsSync(join(dataDir, "window"))).toBe(true);
});

it("answers a real call from its own page through one port", async () => {
  const info = await connect().system.info();
  expect(info).toMatchObject({ host: "desktop", dataDir });
});

it("carries a stream through the port, and its end", async () => {
  const client = connect();
  const ending = new AbortController();
  const stream = await client.settings.watch(undefined, { signal: ending.signal });
  expect((await stream.next()).value).toMatchObject({ theme: "system" });
  await client.settings.update({ theme: "dark" });
  expect((await stream.next()).value).toMatchObject({ theme: "dark" });
  ending.abort();
});

it("gives a page that asks again a new port and closes the old one", async () => {
  const { webContents } = mainWindow();
  const first = askForPort(webContents, webContents.mainFrame);
  if (first === undefined) throw new Error("no port");
  const closed = once(first.port, "close");
  first.port.start();
  const second = askForPort(webContents, webContents.mainFrame);
  await closed;
  expect(second).not.toBe(first);
});

it.each([
  ["another window, even at our address", () => [new FakeContents(), new FakeFrame("olympus-app://app/")] as const],
  ["a frame inside our page", () => [mainWindow().webContents, new FakeFrame("olympus-app://app/")] as const],
  ["a frame that is gone", () => [mainWindow().webContents, null] as const],
])("gives no port to %s", (_who, ask) => {
  const [sender, frame] = ask();
  expect(askForPort(sender, frame)).toBeUndefined();
});

it.each(["https://evil.example/", "olympus-app://other/", "olympus-app-x://app/", "file:///etc/passwd", "about:blank", "not an address"])(
  "gives no port to its own window once that shows %s",
  (url) => {
    const { webContents } = mainWindow();
    const { mainFrame } = webContents;
    const before = mainFrame.received.length;
    mainFrame.url = url;
    ipcMain.emit("olympus-port", { sender: webContents, senderFrame: mainFrame });
    mainFrame.url = "olympus-app://app/";
    expect(mainFrame.received).toHaveLength(before);
  },
);

it("refuses every permission but writing text to the clipboard from its own page", () => {
  const granted: boolean[] = [];
  const contents = mainWindow().webContents;
  const foreign = new FakeContents();
  const permissions = [
    "media",
    "geolocation",
    "notifications",
    "clipboard-read",
    "openExternal",
    "fileSystem",
    "usb",
    "midi",
    "fullscreen",
  ];
  for (const permission of permissions) {
    handlers.request?.(contents as never, permission as never, (answer) => granted.push(answer), { isMainFrame: true } as never);
    granted.push(handlers.check?.(contents as never, permission as never, "olympus-app://app", { isMainFrame: true } as never) ?? true);
  }
  handlers.request?.(foreign as never, "clipboard-sanitized-write", (answer) => granted.push(answer), { isMainFrame: true } as never);
  granted.push(handlers.check?.(null, "clipboard-sanitized-write", "", { isMainFrame: true } as never) ?? true);
  expect(granted).toEqual(Array.from({ length: permissions.length * 2 + 2 }, () => false));
  const asking = (isMainFrame: boolean) =>
    handlers.check?.(contents as never, "clipboard-sanitized-write", "olympus-app://app", { isMainFrame } as never);
  expect([asking(true), asking(false)]).toEqual([true, false]);
  expect(handlers.device?.({} as never)).toBe(false);
  const streams: unknown[] = [];
  handlers.display?.({} as never, (answer) => streams.push(answer));
  expect(streams).toEqual([null]);
  expect(handlers.spellChecker).toBe(false);
});

it("lets no request of the page out to a network or the disk", () => {
  const cancelled = (url: string) => {
    let answer: boolean | undefined;
    handlers.beforeRequest?.({ url } as never, ({ cancel }) => (answer = cancel));
    return answer;
  };
  for (const url of [
    "https://evil.example/?q=secret",
    "http://127.0.0.1:9/",
    "wss://evil.example/",
    "file:///etc/passwd",
    "ftp://a/",
    "nonsense",
  ])
    expect([url, cancelled(url)]).toEqual([url, true]);
  for (const url of ["olympus-app://app/assets/a.js", "blob:olympus-app://app/1", "data:image/png;base64,AA"])
    expect([url, cancelled(url)]).toEqual([url, false]);
});

it.each(["will-navigate", "will-frame-navigate", "will-redirect"])("stops %s to anywhere but the interface", (kind) => {
  const stopped = (url: string) => {
    const event = { ...preventable(), url, prevented: false };
    event.preventDefault = () => {
      event.prevented = true;
    };
    mainWindow().webContents.emit(kind, event);
    return event.prevented;
  };
  expect(["https://evil.example/", "olympus-app://app.evil/", "javascript:alert(1)", "file:///etc/passwd"].map(stopped)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(stopped("olympus-app://app/#/library")).toBe(false);
});

it("opens no windows: https and mail go to the system, everything else nowhere", () => {
  const { openHandler } = mainWindow().webContents;
  const addresses = [
    "https://example.org/a?b=c",
    "mailto:someone@example.org",
    "http://example.org/",
    "https://user:secret@example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ms-msdt:/id PCWDiagnostic",
    "smb://host/share",
    "https://",
    "",
  ];
  for (const url of addresses) expect(openHandler?.({ url } as never)).toEqual({ action: "deny" });
  expect(calls.opened).toEqual(["https://example.org/a?b=c", "mailto:someone@example.org"]);
});

it("attaches no webview and saves only files that the page itself offers", () => {
  const webview = preventable();
  mainWindow().webContents.emit("will-attach-webview", webview);
  const foreign = preventable();
  session.defaultSession.emit("will-download", foreign, { getURL: () => "https://evil.example/a.exe" });
  const own = preventable();
  session.defaultSession.emit("will-download", own, { getURL: () => "blob:olympus-app://app/export" });
  expect([webview, foreign, own].map((event) => event.defaultPrevented)).toEqual([true, true, false]);
});

it("guards every other contents that ever comes to be in the same way", () => {
  const other = new FakeContents();
  app.emit("web-contents-created", {}, other);
  expect(other.openHandler?.({ url: "file:///etc/passwd" } as never)).toEqual({ action: "deny" });
  const event = preventable();
  other.emit("will-attach-webview", event);
  expect(event.defaultPrevented).toBe(true);
});

it("serves other programs on a port of its own once the person switches that on, with a key, and no longer than that", async () => {
  const client = connect();
  await client.settings.update({ localApiPort: await freePort() });
  await client.localApi.enable({ enabled: true });
  await expect.poll(async () => (await client.localApi.status()).baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  const { baseUrl } = await client.localApi.status();
  const { key } = await client.localApi.createToken({ name: "editor" });
  const ask = (headers: Record<string, string>) => fetch(`${baseUrl}/models`, { headers });
  expect((await ask({ authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await ask({})).status).toBe(401);
  await client.localApi.enable({ enabled: false });
  await expect
    .poll(() =>
      ask({})
        .then(({ status }) => status)
        .catch(() => "nobody listens"),
    )
    .toBe("nobody listens");
});

it("closes the data folder before it quits, once", async () => {
  const quit = once(app, "quit");
  app.quit();
  app.quit();
  await quit;
  const log = readFileSync(join(dataDir, "logs", "olympus.log"), "utf8");
  expect(log.match(/"message":"closed"/g)).toHaveLength(1);
  expect(calls.exits).toEqual([]);
  expect(calls.errorBoxes).toEqual([]);
});
