import type { Page } from "playwright/test";
import { aimAt, ask, goal, say, says, simulated, sortByYear, test } from "./acting.ts";
import { expect, type WebHost } from "./host.ts";

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly hidden: boolean;
}

/** A browser that notes what it would show, and answers a question for permission with yes. `asked` counts such questions. */
const watchNotifications = async (page: Page, permission: "default" | "granted") => {
  await page.addInitScript((first) => {
    const noted = { shown: [] as Shown[], asked: 0, clicks: [] as (() => void)[] };
    Object.assign(window, { noted });
    class Noted extends EventTarget {
      static permission = first;
      static requestPermission = async () => {
        noted.asked += 1;
        Noted.permission = "granted";
        return "granted";
      };
      constructor(title: string, { body = "" } = {}) {
        super();
        noted.shown.push({ title, body, hidden: document.hidden });
        noted.clicks.push(() => this.dispatchEvent(new Event("click")));
      }
      close() {}
    }
    Object.assign(window, { Notification: Noted });
  }, permission);
};
type NotedWindow = Window & { noted: { shown: Shown[]; asked: number; clicks: (() => void)[] } };
const shown = (page: Page) => page.evaluate(() => (window as unknown as NotedWindow).noted.shown);
const asked = (page: Page) => page.evaluate(() => (window as unknown as NotedWindow).noted.asked);
const hide = (page: Page, hidden: boolean) =>
  page.evaluate((value) => Object.defineProperty(document, "hidden", { configurable: true, get: () => value }), hidden);

const runUnapproved = async (page: Page, host: WebHost, folder: string, steps: readonly object[]) => {
  const draft = { title: "Tell and remember", mode: "autopilot", steps };
  const { id } = (await ask(page, host, "POST", "/plans", { draft, workspaceRoot: folder, ownGrant: true })) as { id: string };
  await ask(page, host, "POST", `/plans/${id}/simulations`);
  await ask(page, host, "POST", `/plans/${id}/runs`, {});
};
const tell = { name: "tell", tool: "notify.send", input: { title: "Sorted", text: "Six invoices lie in their years." } };
const readAndRemember = [
  { name: "read", tool: "files.read", input: { path: "invoice-0117.txt", firstLine: 1, lineCount: 5 } },
  { name: "remember", tool: "memory.add", after: ["read"], input: { title: "An invoice", text: { $from: "read", pointer: "/text" } } },
];

test("what a plan says is said in a corner as a plan's words, and by the browser only where nobody looks", async ({
  app,
  folder,
  host,
}) => {
  await watchNotifications(app, "granted");
  await app.reload();
  await expect(app.getByRole("textbox", { name: "Your question" })).toBeVisible();
  await runUnapproved(app, host, folder, [tell]);
  const toast = app.getByRole("listitem").filter({ hasText: "A plan says: Sorted" });
  await expect(toast).toContainText("Six invoices lie in their years.");
  expect(await shown(app)).toEqual([]);
  await hide(app, true);
  await runUnapproved(app, host, folder, [{ ...tell, input: { ...tell.input, title: "Sorted again" } }]);
  await expect.poll(() => shown(app)).toEqual([{ title: "A plan says: Sorted again", body: tell.input.text, hidden: true }]);
});

test("a question that comes while nobody looks is counted, told by the browser, and found from there", async ({ app, folder, host }) => {
  await watchNotifications(app, "granted");
  await app.reload();
  await expect(app.getByRole("textbox", { name: "Your question" })).toBeVisible();
  await hide(app, true);
  await runUnapproved(app, host, folder, readAndRemember);
  await expect(app.getByTestId("waiting-count")).toHaveText("1");
  await expect.poll(async () => (await shown(app)).map(({ title }) => title)).toEqual(["A plan waits for your answer"]);
  await hide(app, false);
  await app.evaluate(() => (window as unknown as NotedWindow).noted.clicks[0]?.());
  await expect(app).toHaveURL(/#\/tasks\/approvals$/);
  await expect(app.getByRole("listitem").filter({ hasText: "A plan waits for your answer" })).toHaveCount(0);
  await expect(app.getByTestId("approval")).toHaveCount(1);
  await app.keyboard.press("r");
  await expect(app.getByTestId("waiting-count")).toBeHidden();
});

test("what came while no window was open is told by the next one, but not what was answered meanwhile", async ({ app, folder, host }) => {
  await app.goto("about:blank");
  // The host hears of it a moment later; what came before that was still told to the window that left.
  const windows = async () => /^olympus_websockets (\d+)$/m.exec(await (await app.request.get(`${host.url}/metrics`)).text())?.[1];
  await expect.poll(windows).toBe("0");
  await runUnapproved(app, host, folder, [tell]);
  await runUnapproved(app, host, folder, readAndRemember);
  const pending = async () => (await ask(app, host, "GET", "/approvals?state=pending")) as { id: string }[];
  await expect.poll(async () => (await pending()).length).toBe(1);
  await ask(app, host, "POST", `/approvals/${(await pending())[0]?.id}/decision`, { answer: { type: "reject" } });
  await app.goto(host.url);
  await expect(app.getByRole("listitem").filter({ hasText: "A plan says: Sorted" })).toBeVisible();
  await expect(app.getByRole("listitem").filter({ hasText: "A plan waits for your answer" })).toHaveCount(0);
});

test("the browser is asked for notifications on a click in Settings and never before", async ({ app, folder, host }) => {
  await watchNotifications(app, "default");
  await app.goto(`${host.url}/#/settings/acting`);
  await app.reload();
  const section = app.locator("section").filter({ has: app.getByRole("heading", { name: "Notifications" }) });
  await expect(section).toContainText("It will ask you once.");
  await hide(app, true);
  await runUnapproved(app, host, folder, [tell]);
  await expect(app.getByRole("listitem").filter({ hasText: "A plan says: Sorted" })).toBeVisible();
  expect([await asked(app), await shown(app)]).toEqual([0, []]);
  await section.getByRole("button", { name: "Turn on" }).click();
  await expect(section.getByRole("button", { name: "Turn off" })).toBeVisible();
  expect(await asked(app)).toBe(1);
  await section.getByRole("button", { name: "Turn off" }).click();
  await runUnapproved(app, host, folder, [{ ...tell, input: { ...tell.input, title: "Quiet" } }]);
  await expect(app.getByRole("listitem").filter({ hasText: "A plan says: Quiet" })).toBeVisible();
  expect(await shown(app)).toEqual([]);
});

test("a plan that waits is told elsewhere, and not in the conversation that shows it", async ({ app, folder, host, provider }) => {
  provider.script(says(sortByYear));
  await aimAt(app, folder);
  await say(app, goal);
  await simulated(app);
  await expect(app.getByRole("listitem").filter({ hasText: "A plan waits for your yes" })).toHaveCount(0);
  await app.getByRole("link", { name: "Library" }).click();
  provider.script(says(sortByYear));
  await ask(app, host, "POST", "/tasks", { goal: "Sort them again", workspaceRoot: folder, mode: "draft" });
  const toast = app.getByRole("listitem").filter({ hasText: "A plan waits for your yes" });
  await expect(toast).toContainText("Sort them again");
  await toast.getByRole("button", { name: "Look" }).click();
  await expect(app).toHaveURL(/#\/tasks\/plan\/plan_/);
  await simulated(app);
});
