import type { Page } from "playwright/test";
import { expect, test, type WebHost } from "./host.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "Command palette" });
const typed = (page: Page) => palette(page).getByRole("combobox");
const options = (page: Page) => palette(page).getByRole("option");
const keyList = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const rowOf = (page: Page, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("button", { name: `Change the keys of ${title}`, exact: true }) });
/** Those that other screens contribute come and go with them. */
const alwaysThere = /^(go|look|app|data)\.|^(chat\.(new|new-private|focus)|library\.add-files)$/;
const html = (page: Page) => page.locator("html");

const choose = async (page: Page, words: string, option: string) => {
  await page.keyboard.press("Control+k");
  await typed(page).fill(words);
  await expect(options(page).first()).toContainText(option);
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeHidden();
};

const settingsOf = async (page: Page, host: WebHost): Promise<Record<string, unknown>> =>
  (await page.request.get(`${host.url}/api/rest/settings`)).json();

/** Goes on by Tab until the focus is on what was meant, as somebody without a mouse does. */
const tabTo = async (page: Page, name: string | RegExp, role: "button" | "link" | "textbox" | "separator" = "button") => {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const found = page.getByRole(role, { name, exact: typeof name === "string" });
    if ((await found.count()) > 0 && (await found.first().evaluate((element) => element === document.activeElement))) return;
  }
  throw new Error(`no Tab led to ${String(name)}`);
};

test("every command of the list of shortcuts is reached by the palette, and choosing one does it", async ({ app, host }) => {
  // Some fifty commands are looked for one after another: 54 s were measured on a machine with ten times the work it has cores for.
  test.setTimeout(150_000);
  await app.keyboard.press("Control+/");
  await expect(rowOf(app, "Library")).toBeVisible();
  const listed = await keyList(app)
    .locator("[data-command]")
    .evaluateAll((rows) =>
      rows.map((row) => [row.getAttribute("data-command") ?? "", row.querySelector("[data-title]")?.textContent ?? ""]),
    );
  expect(listed.length).toBeGreaterThan(35);
  await app.keyboard.press("Escape");
  await expect(keyList(app)).toBeHidden();

  // What there is nothing to do for is not offered, and the palette is open already.
  const idle = ["app.palette", "chat.stop"];
  await app.keyboard.press("Control+k");
  const reached: string[] = [];
  for (const [id = "", title = ""] of listed.filter(([name = ""]) => alwaysThere.test(name) && !idle.includes(name))) {
    await typed(app).fill(title);
    await expect(options(app).first()).toHaveAttribute("data-value", id);
    reached.push(id);
  }
  expect(reached.length).toBeGreaterThan(35);
  await app.keyboard.press("Escape");

  await choose(app, "dark", "Use the dark theme");
  await expect(html(app)).toHaveAttribute("data-theme", "dark");
  await choose(app, "high contr", "Use high contrast");
  await expect(html(app)).toHaveAttribute("data-contrast", "more");
  await choose(app, "reduce mot", "Reduce motion");
  await expect(html(app)).toHaveAttribute("data-motion", "reduced");
  await choose(app, "settings data", "Settings: Data and backups");
  await expect(app).toHaveURL(/#\/settings\/data$/);
  await choose(app, "back up", "Back up now");
  await expect(app.getByText("Backed up", { exact: true })).toBeVisible();
  await choose(app, "private", "New private chat");
  await expect(app.getByRole("button", { name: /this machine/ })).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => settingsOf(app, host)).toMatchObject({ theme: "dark", contrast: "more", motion: "reduced" });

  // What was chosen comes first the next time.
  await app.keyboard.press("Control+k");
  await expect(options(app).first()).toContainText("New private chat");
});

test("what is typed right after its keys is looked for, however long the palette is on its way", async ({ app }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await app.route(/\/assets\/palette-[^/]*\.js$/, async (route) => {
    await arrived;
    await route.continue();
  });
  await app.reload();
  const question = app.getByRole("textbox", { name: "Your question" });
  await expect(question).toBeFocused();
  await app.keyboard.press("Control+k");
  await app.keyboard.type("darkk");
  await app.keyboard.press("Backspace");
  await app.keyboard.press("Enter");
  await expect(palette(app)).toHaveCount(0);
  arrive();
  await expect(typed(app)).toHaveValue("dark");
  await expect(typed(app)).toBeFocused();
  await app.keyboard.type(" theme");
  await expect(typed(app)).toHaveValue("dark theme");
  await expect(options(app).first()).toContainText("Use the dark theme");
  await app.keyboard.press("Escape");
  await expect(question).toBeFocused();
  await expect(question).toHaveValue("");
});

test("a conversation is found by its title and by what was said in it, and a question is asked straight from the palette", async ({
  app,
}) => {
  const question = app.getByRole("textbox", { name: "Your question" });
  await question.fill("Where does the heron nest in Harbour Lane?");
  await question.press("Enter");
  await expect(app.getByRole("button", { name: "Send" })).toBeVisible({ timeout: 20_000 });
  await app.keyboard.press("Control+Shift+O");
  await app.keyboard.press("Control+k");
  await typed(app).fill("heron");
  await expect(
    options(app)
      .filter({ has: app.locator("mark", { hasText: /heron/i }) })
      .first(),
  ).toBeVisible();
  await typed(app).fill("where does the");
  await options(app).filter({ hasText: "heron" }).first().click();
  await expect(app).toHaveURL(/#\/chat\//);

  await app.keyboard.press("Control+k");
  await typed(app).fill("zxqv");
  await expect(palette(app).getByText("Nothing is called that.")).toBeVisible();
  await app.keyboard.press("Enter");
  await expect(question).toHaveValue("zxqv");
});

test("keys are changed by keyboard alone, a conflict is said, and everything can be taken back", async ({ app, host }) => {
  await app.keyboard.press("Control+/");
  await keyList(app).getByRole("searchbox").fill("library");
  await tabTo(app, "Change the keys of Library");
  await app.keyboard.press("Enter");
  await expect(keyList(app).getByText("Press the keys…")).toBeVisible();

  await app.keyboard.press("l");
  await expect(keyList(app).getByText("These keys alone are for typing")).toBeVisible();
  await expect(keyList(app).getByRole("button", { name: "Use these keys" })).toBeDisabled();
  await app.keyboard.press("Control+Shift+N");
  await expect(keyList(app).getByText("Browsers keep these keys")).toBeVisible();
  await app.keyboard.press("Control+b");
  await expect(keyList(app).getByText("“Open or close the sidebar” has these keys now and will have none.")).toBeVisible();
  await tabTo(app, "Take these keys");
  await app.keyboard.press("Enter");
  await expect(rowOf(app, "Library").locator("kbd")).toHaveText("CtrlB");
  await expect(app.getByRole("button", { name: "Change the keys of Library" })).toBeFocused();
  await expect.poll(() => settingsOf(app, host)).toMatchObject({ shortcuts: { "go.library": "mod+b" } });

  // Esc goes to the recorder first, then to a name that is shown, then to the list.
  await app.keyboard.press("Enter");
  await app.keyboard.press("Escape");
  await expect(keyList(app)).toBeVisible();
  await keyList(app).getByRole("button", { name: "Close", exact: true }).click();
  await app.keyboard.press("Control+b");
  await expect(app).toHaveURL(/#\/library$/);
  await expect(app.getByRole("navigation", { name: "Conversations" })).toBeVisible();

  await app.keyboard.press("Control+/");
  await keyList(app).getByRole("button", { name: "Give Library its usual keys back" }).click();
  await expect(rowOf(app, "Library").locator("kbd")).toHaveText("CtrlShiftL");
  await expect(rowOf(app, "Open or close the sidebar").locator("kbd")).toHaveText("CtrlB");
  await expect.poll(() => settingsOf(app, host)).toMatchObject({ shortcuts: {} });
  await expect(keyList(app).getByRole("status").filter({ hasText: "“Library” has its usual keys" })).toBeVisible();
  await keyList(app).getByRole("button", { name: "Undo" }).click();
  await expect(rowOf(app, "Library").locator("kbd")).toHaveText("CtrlB");
  await keyList(app).getByRole("button", { name: "Reset all" }).click();
  await expect(rowOf(app, "Library").locator("kbd")).toHaveText("CtrlShiftL");
});

test("keys outlive a reload and are a section of the settings", async ({ app, host }) => {
  await app.evaluate(() => (location.hash = "#/settings/keyboard"));
  await app.getByRole("button", { name: "Change the keys of Budget" }).click();
  await app.keyboard.press("Alt+b");
  await app.getByRole("button", { name: "Use these keys" }).click();
  await expect.poll(() => settingsOf(app, host)).toMatchObject({ shortcuts: { "go.budget": "alt+b" } });
  await app.goto(`${host.url}/#/library`);
  await app.reload();
  await expect(app.getByRole("heading", { name: "Library", level: 1 })).toBeVisible();
  await app.keyboard.press("Control+Shift+B");
  await app.keyboard.press("Alt+b");
  await expect(app).toHaveURL(/#\/budget$/);
});

test("behind a dialog nothing happens by key, and what is written stays writing", async ({ app }) => {
  await app.keyboard.press("Control+k");
  await app.keyboard.press("Control+b");
  await app.keyboard.press("Control+Shift+L");
  await expect(app).not.toHaveURL(/library/);
  await app.keyboard.press("Control+k");
  await expect(palette(app)).toBeHidden();
  await expect(app.getByRole("navigation", { name: "Conversations" })).toBeVisible();
  const question = app.getByRole("textbox", { name: "Your question" });
  await expect(question).toBeFocused();
  await question.pressSequentially("a/b");
  await expect(question).toHaveValue("a/b");
});

test("one goes round the window by keyboard, past the sidebar, and makes it wider", async ({ app, host }) => {
  await app.goto(`${host.url}/#/library`);
  await app.reload();
  await expect(app.getByRole("heading", { name: "Library", level: 1 })).toBeVisible();
  await app.keyboard.press("Tab");
  const skip = app.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await app.keyboard.press("Enter");
  await expect(app.getByRole("main")).toBeFocused();
  await expect(app).toHaveURL(/#\/library$/);
  await app.keyboard.press("Tab");
  expect(await app.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);

  const edge = app.getByRole("separator", { name: "Width of the sidebar" });
  await edge.focus();
  await app.keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", "284");
  await app.reload();
  await expect(edge).toHaveAttribute("aria-valuenow", "284");
});

test("contrast and motion follow the system until something is chosen, and nothing flashes on the way", async ({ app, host }) => {
  await expect(html(app)).toHaveAttribute("data-contrast", "normal");
  await app.emulateMedia({ contrast: "more" });
  await expect(html(app)).toHaveAttribute("data-contrast", "more");
  await app.evaluate(() => (location.hash = "#/settings/general"));
  await app.getByRole("radio", { name: "Normal" }).click();
  await expect(html(app)).toHaveAttribute("data-contrast", "normal");
  await app.getByRole("radio", { name: "High" }).click();
  await app.emulateMedia({ contrast: "no-preference" });
  await app.getByRole("radio", { name: "Dark" }).click();
  await app.getByRole("radio", { name: "Reduced" }).click();
  await expect.poll(() => settingsOf(app, host)).toMatchObject({ contrast: "more", motion: "reduced", theme: "dark" });
  const duration = () => app.evaluate(() => getComputedStyle(document.querySelector("nav a") ?? document.body).transitionDuration);
  expect(await duration()).toBe("0.001s");

  // The settings come over the line; what is painted before they do is what the window remembers.
  await app.addInitScript(() => {
    new MutationObserver((_changes, observer) => {
      if (document.querySelector("#root > *") === null) return;
      observer.disconnect();
      Reflect.set(window, "firstLook", Object.fromEntries(Object.entries(document.documentElement.dataset)));
    }).observe(document, { childList: true, subtree: true });
  });
  await app.reload();
  await expect(app.getByRole("heading", { name: "Settings" })).toBeVisible();
  expect(await app.evaluate(() => Reflect.get(window, "firstLook"))).toEqual({ theme: "dark", contrast: "more", motion: "reduced" });
});

test("nothing is out of reach at 200 % zoom", async ({ app }) => {
  await app.setViewportSize({ width: 720, height: 450 });
  await app.getByRole("button", { name: /^Open sidebar/ }).click();
  const settings = app.getByRole("link", { name: "Settings" });
  await expect(settings).toBeInViewport();
  await settings.click();
  await app.keyboard.press("Control+/");
  await keyList(app).getByRole("button", { name: "Change the keys of Settings: About" }).click();
  await expect(keyList(app).getByText("Press the keys…")).toBeInViewport();
  await app.keyboard.press("Escape");
  await expect(keyList(app).getByRole("button", { name: "Close", exact: true })).toBeInViewport();
  expect(await app.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
