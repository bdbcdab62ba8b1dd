import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { expect, test as base, type WebHost } from "./host.ts";

/** Talks to the host beside the page, for what a test only needs to be there. */
interface Api {
  readonly post: (path: string, data?: unknown) => Promise<unknown>;
  /** A conversation with one question and its answer; its id. */
  readonly talk: (title: string, question: string) => Promise<string>;
  readonly folder: (name: string) => Promise<string>;
  readonly put: (id: string, place: unknown) => Promise<unknown>;
}

const apiOf = async (page: Page, host: WebHost): Promise<Api> => {
  const { csrfToken } = (await (await page.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
  const headers = { origin: host.url, "x-olympus-csrf": csrfToken };
  const call = async (method: "post" | "patch", path: string, data: unknown): Promise<unknown> => {
    const answer = await page.request[method](`${host.url}/api/rest${path}`, { data, headers });
    const body = await answer.text();
    expect(answer.ok(), body).toBe(true);
    return answer.headers()["content-type"]?.includes("json") === true ? JSON.parse(body) : body;
  };
  const made = async (path: string, data: unknown): Promise<string> => ((await call("post", path, data)) as { id: string }).id;
  return {
    post: (path, data = {}) => call("post", path, data),
    talk: async (title, question) => {
      const id = await made("/chats", { title });
      await call("post", `/chats/${id}/turns`, { text: question });
      return id;
    },
    folder: (name) => made("/folders", { name }),
    put: (id, place) => call("patch", `/chats/${id}/place`, place),
  };
};

const test = base.extend<{ api: Api }>({
  api: async ({ app, host }, provide) => {
    await provide(await apiOf(app, host));
  },
});

const list = (page: Page) => page.getByRole("navigation", { name: "Conversations" });
const row = (page: Page, name: string) => list(page).getByRole("link", { name });
const folder = (page: Page, name: string) => list(page).getByRole("button", { name: new RegExp(`^${name}`) });
const group = (page: Page, name: string) => list(page).getByRole("group", { name, exact: true });
const toast = (page: Page, text: string) => page.getByRole("listitem").filter({ hasText: text });

const chooseIn = async (page: Page, title: string, ...path: string[]) => {
  await row(page, title).hover();
  await list(page)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  for (const entry of path)
    await page
      .getByRole("menuitem", { name: entry })
      .or(page.getByRole("menuitemcheckbox", { name: entry }))
      .click();
};

test("a conversation goes into a new folder by its menu, and out of it by undo", async ({ app, api }) => {
  await api.talk("Harbour Lane", "What is the rent?");
  await expect(row(app, "Harbour Lane")).toBeVisible();
  await chooseIn(app, "Harbour Lane", "Move to folder", "New folder…");
  await app.getByRole("textbox", { name: "Name" }).fill("Home");
  await app.keyboard.press("Enter");
  await expect(folder(app, "Home")).toHaveAttribute("aria-expanded", "true");
  await expect(group(app, "Home").getByRole("link", { name: "Harbour Lane" })).toBeVisible();

  await app.reload();
  await expect(group(app, "Home").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await folder(app, "Home").click();
  await expect(row(app, "Harbour Lane")).toBeHidden();
  await expect(folder(app, "Home")).toContainText("1");
  await folder(app, "Home").click();

  await chooseIn(app, "Harbour Lane", "Move to folder", "Out of its folder");
  await expect(group(app, "Today").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await toast(app, "Taken out of its folder").getByRole("button", { name: "Undo" }).click();
  await expect(group(app, "Home").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
});

test("a conversation is dragged into a folder and back; folders change their order and come back with what was in them", async ({
  app,
  api,
}) => {
  await api.talk("Harbour Lane", "What is the rent?");
  await api.folder("Home");
  await api.folder("Tax");
  await api.talk("Notes", "What is new?");
  await expect(folder(app, "Tax")).toBeVisible();
  await row(app, "Harbour Lane").dragTo(folder(app, "Tax"));
  await expect(toast(app, "Moved to Tax")).toBeVisible();
  await expect(folder(app, "Tax")).toContainText("1");
  await expect(row(app, "Harbour Lane")).toHaveCount(0);

  await folder(app, "Tax").click();
  await row(app, "Harbour Lane").dragTo(row(app, "Notes"));
  await expect(group(app, "Today").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await row(app, "Harbour Lane").dragTo(folder(app, "Tax"));
  await expect(group(app, "Tax").getByRole("link", { name: "Harbour Lane" })).toBeVisible();

  const names = () => list(app).getByRole("heading", { level: 3 }).allInnerTexts();
  expect((await names()).map((name) => name.replace(/\W.*/s, ""))).toEqual(["Home", "Tax"]);
  await folder(app, "Tax").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Move up" }).click();
  await expect.poll(async () => (await names()).map((name) => name.replace(/\W.*/s, ""))).toEqual(["Tax", "Home"]);

  await folder(app, "Tax").click({ button: "right" });
  await app.getByRole("menuitem", { name: "Delete folder" }).click();
  await expect(folder(app, "Tax")).toHaveCount(0);
  await expect(group(app, "Today").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await toast(app, "Folder Tax deleted").getByRole("button", { name: "Undo" }).click();
  await expect(group(app, "Tax").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await expect.poll(async () => (await names()).map((name) => name.replace(/\W.*/s, ""))).toEqual(["Tax", "Home"]);
});

test("pins stand at the top; the archive is left by the list, searched, and left again by undo", async ({ app, api }) => {
  const id = await api.talk("Harbour Lane", "What is the rent of the boathouse?");
  await api.talk("Notes", "What is new?");
  await chooseIn(app, "Notes", "Pin");
  await expect(group(app, "Pinned").getByRole("link", { name: "Notes" })).toBeVisible();
  await expect(group(app, "Today").getByRole("link")).toHaveCount(1);

  await row(app, "Harbour Lane").click();
  await expect(app.getByRole("heading", { name: "Harbour Lane" })).toBeVisible();
  await chooseIn(app, "Harbour Lane", "Archive");
  await expect(row(app, "Harbour Lane")).toHaveCount(0);
  await expect(app.getByRole("textbox", { name: "Your question" })).toBeVisible();
  expect(app.url()).not.toContain(id);
  await toast(app, "Conversation archived").getByRole("button", { name: "Undo" }).click();
  await expect(row(app, "Harbour Lane")).toBeVisible();
  await expect(app.getByRole("heading", { name: "Harbour Lane" })).toBeVisible();

  await chooseIn(app, "Harbour Lane", "Archive");
  await app.getByRole("link", { name: "Archived", exact: true }).click();
  const main = app.getByRole("main");
  await expect(main.getByRole("link", { name: /Harbour Lane/ })).toBeVisible();
  await main.getByRole("searchbox", { name: "Find by title" }).fill("boat");
  await expect(main.getByText("No title has “boat” in it")).toBeVisible();
  await main.getByRole("button", { name: "Search the messages" }).click();
  await expect(main.getByRole("radio", { name: "Only the archive" })).toBeChecked();
  await expect(main.getByRole("link", { name: /boathouse/ }).first()).toBeVisible();
  await main.getByRole("radio", { name: "Without the archive" }).check();
  await expect(main.getByText("Nothing in this part matches “boat”")).toBeVisible();
  expect(await findings(app)).toEqual([]);
  await main.getByRole("button", { name: "Search everything" }).click();
  await main
    .getByRole("link", { name: /boathouse/ })
    .first()
    .click();
  await expect(main.getByRole("banner").or(main.locator("header")).getByText("Archived")).toBeVisible();

  await main.getByRole("link", { name: "Archived" }).click();
  await main.getByRole("button", { name: "Bring back Harbour Lane" }).click();
  await expect(main.getByText("Nothing is archived")).toBeVisible();
  await expect(row(app, "Harbour Lane")).toBeVisible();
});

test("deleting is undone, also for several at once", async ({ app, api }) => {
  for (const title of ["One", "Two", "Three"]) await api.talk(title, `What about ${title}?`);
  await expect(list(app).getByRole("link")).toHaveCount(3);
  await row(app, "Three").click({ modifiers: ["Control"] });
  await row(app, "One").click({ modifiers: ["Shift"] });
  const bar = app.getByRole("toolbar", { name: "Chosen conversations" });
  await expect(bar.getByText("3 chosen")).toBeVisible();
  expect(await findings(app)).toEqual([]);
  await app.emulateMedia({ colorScheme: "dark" });
  expect(await findings(app)).toEqual([]);
  await row(app, "Two").click({ modifiers: ["Control"] });
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(bar).toBeHidden();
  await expect(list(app).getByRole("link")).toHaveCount(1);
  await toast(app, "2 conversations deleted").getByRole("button", { name: "Undo" }).click();
  await expect(list(app).getByRole("link")).toHaveCount(3);
  await app.reload();
  await expect(list(app).getByRole("link")).toHaveCount(3);
});

test("an answer that ends elsewhere is marked unread in every window, and read where it is looked at", async ({ app, api, host }) => {
  await api.talk("Notes", "What is new?");
  const id = await api.talk("Harbour Lane", "What is the rent?");
  await expect(row(app, "Harbour Lane")).toBeVisible();
  await row(app, "Notes").click();

  const other = await app.context().newPage();
  await other.goto(host.url);
  await expect(row(other, "Notes")).toBeVisible();
  await api.post(`/chats/${id}/turns`, { text: "And the deposit?" });
  for (const page of [app, other]) await expect(row(page, "Harbour Lane").getByRole("img", { name: "A new answer waits" })).toBeVisible();

  await row(other, "Harbour Lane").click();
  await expect(other.getByRole("article", { name: "Your question" }).last()).toContainText("And the deposit?");
  for (const page of [app, other]) await expect(row(page, "Harbour Lane").getByRole("img")).toHaveCount(0);

  // Read while it is being written: it is in front of the person.
  await api.post(`/chats/${id}/turns`, { text: "And the keys?" });
  await expect(other.getByRole("article", { name: "Your question" }).last()).toContainText("And the keys?");
  await expect
    .poll(
      async () => ((await (await other.request.get(`${host.url}/api/rest/chats/${id}`)).json()) as { conversation: unknown }).conversation,
    )
    .toMatchObject({ unread: false, answering: false });

  await chooseIn(other, "Harbour Lane", "Pin");
  await expect(group(app, "Pinned").getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await other.close();
});

/** Serious and critical findings around the messages, which are looked at elsewhere. */
const findings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .exclude('[role="log"]')
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

const painted = (page: Page, name: "found" | "found-here"): Promise<string[]> =>
  page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map((range) => (range as Range).toString()), name);

test("search shows where words stand, leads there, and walks through all of the places", async ({ app, api }) => {
  const id = await api.talk("Harbour Lane", "What is the rent of the boathouse in winter?");
  for (let turn = 0; turn < 12; turn += 1)
    await api.post(`/chats/${id}/turns`, {
      text: turn === 6 ? "Is a boathouse a house? Boathouses are wet." : `Question number ${turn}\n\n${"more ".repeat(200)}`,
    });
  await api.talk("Notes", "Nothing of the kind");

  await app.keyboard.press("Control+Shift+F");
  const main = app.getByRole("main");
  await main.getByRole("searchbox").fill("boathouse");
  const hits = main.getByRole("region", { name: "Harbour Lane" }).getByRole("link");
  await expect(hits.first().locator("mark").first()).toContainText(/boathouse/i);
  await main.getByRole("searchbox").press("ArrowDown");
  await expect(hits.first()).toBeFocused();
  await app.keyboard.press("ArrowDown");
  await expect(hits.nth(1)).toBeFocused();
  await app.keyboard.press("ArrowUp");
  const wanted = /Boathouses are wet/.test(await hits.first().innerText()) ? hits.first() : hits.nth(1);
  await wanted.focus();
  await app.keyboard.press("Enter");

  const bar = app.getByRole("search", { name: "Find in this conversation" });
  await expect(bar).toBeVisible();
  await expect(app.getByText("Is a boathouse a house?")).toBeInViewport();
  await expect.poll(() => painted(app, "found-here")).toEqual(["boathouse"]);
  await expect.poll(() => painted(app, "found")).toContain("Boathouses");
  const before = await app.getByText("Is a boathouse a house?").innerHTML();
  expect(before).not.toContain("<mark");

  // The first question is far above and not drawn.
  await bar.getByRole("searchbox").fill("boathouse");
  await expect(bar.getByText(/^\d of \d$/)).toBeVisible();
  await bar.getByRole("searchbox").fill("in winter");
  await expect(bar.getByText("1 of", { exact: false })).toBeVisible();
  await expect(app.getByText("What is the rent of the boathouse in winter?").first()).toBeInViewport();
  await expect.poll(() => painted(app, "found-here")).toEqual(["in winter"]);

  await bar.getByRole("searchbox").fill("question NUMBER");
  await expect(bar.getByText("1 of 11")).toBeVisible();
  await app.keyboard.press("Enter");
  await expect(bar.getByText("2 of 11")).toBeVisible();
  await app.keyboard.press("Shift+F3");
  await app.keyboard.press("Shift+F3");
  await expect(bar.getByText("11 of 11")).toBeVisible();
  await expect(app.getByText("Question number 11")).toBeInViewport();
  expect(await findings(app)).toEqual([]);
  await bar.getByRole("searchbox").fill("nowhere at all");
  await expect(bar.getByText("Not found")).toBeVisible();
  await app.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  expect(await painted(app, "found")).toEqual([]);

  await app.keyboard.press("Control+f");
  await expect(bar.getByRole("searchbox")).toBeFocused();
  await app.goBack();
  await expect(main.getByRole("searchbox", { name: "Search in all messages" })).toHaveValue("boathouse");
  await expect(hits.first()).toBeVisible();
});

test("the list is worked by keys alone", async ({ app, api }) => {
  await app.setViewportSize({ width: 900, height: 700 });
  const home = await api.folder("Home");
  await api.put(await api.talk("Harbour Lane", "What is the rent?"), { folderId: home });
  await api.talk("First", "What is new?");
  await api.talk("Second", "What is old?");
  await expect(row(app, "Second")).toBeVisible();
  await folder(app, "Home").focus();
  await app.keyboard.press("ArrowRight");
  await app.keyboard.press("ArrowDown");
  await expect(row(app, "Harbour Lane")).toBeFocused();
  await app.keyboard.press("ArrowLeft");
  await expect(folder(app, "Home")).toBeFocused();
  await app.keyboard.press("ArrowLeft");
  await expect(folder(app, "Home")).toHaveAttribute("aria-expanded", "false");
  await app.keyboard.press("ArrowDown");
  await expect(row(app, "Second")).toBeFocused();
  await app.keyboard.press("F2");
  await app.getByRole("textbox", { name: "Title" }).fill("Renamed");
  await app.keyboard.press("Enter");
  await expect(row(app, "Renamed")).toBeFocused();
  await app.keyboard.press("Delete");
  await expect(row(app, "Renamed")).toHaveCount(0);
  await expect(row(app, "First")).toBeFocused();
  await toast(app, "Conversation deleted").getByRole("button", { name: "Undo" }).click();
  await row(app, "First").focus();
  await app.keyboard.press("Shift+F10");
  await app.getByRole("menuitem", { name: "Archive" }).press("Enter");
  await expect(row(app, "First")).toHaveCount(0);
  await expect(row(app, "Renamed")).toBeFocused();
  await app.keyboard.press("Enter");
  await expect(app.getByRole("heading", { name: "Renamed" })).toBeVisible();

  await app.keyboard.press("Control+k");
  await app.getByRole("combobox").fill("Move to Home");
  await app.keyboard.press("Enter");
  await expect(folder(app, "Home")).toContainText("2");
});
