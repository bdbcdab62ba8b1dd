import type { Page } from "playwright/test";
import { choose } from "./acting.ts";
import { cutOff, englishLeft, textsOn } from "./catalogue.ts";
import { expect, test, type Household } from "./household.ts";
import { passphrase } from "./host.ts";

test.use({ locale: "de-DE", viewport: { width: 900, height: 700 } });

const enter = async (page: Page, { host }: Household) => {
  const entered = await page.request.post(`${host.url}/auth/login`, { data: { passphrase }, headers: { origin: host.url } });
  expect(entered.ok(), await entered.text()).toBe(true);
  await page.goto(host.url);
};

/** What is under way breathes or turns: a skeleton, a spinner. A skeleton comes after 300 ms. */
const underWay = "main :is([aria-busy=true], .animate-breathe, .animate-turn)";

/** Until a screen has said all it has to say: the same twice, not nothing, and nothing under way. */
const settled = async (page: Page): Promise<void> => {
  let before = "";
  await expect
    .poll(
      async () => {
        const now = await page.getByRole("main").innerText();
        const same = now.trim() !== "" && now === before && (await page.locator(underWay).count()) === 0;
        before = now;
        return same;
      },
      { intervals: [350] },
    )
    .toBe(true);
};

/** Long names of documents and answers may be cut; the interface's own words may not. */
const ownWords = (found: readonly string[]): string[] =>
  found.filter((line) => !/\.(pdf|docx|md|txt|html|csv)|invoice|household|quiet hours|cellar|heating|\/tmp\//i.test(line));

const sections = ["general", "keyboard", "models", "embedding", "acting", "programs", "desktop", "data", "about"];
const places = ({ conversationId, planId, runId }: Household): readonly string[] => [
  "/",
  `/chat/${conversationId}`,
  "/search",
  "/archived",
  "/library",
  "/memory",
  "/prompts",
  "/tasks",
  `/tasks/plan/${planId}`,
  `/tasks/run/${runId}`,
  "/tasks/approvals",
  "/tasks/permissions",
  "/models",
  "/models/find",
  "/models/routing",
  "/models/start",
  "/budget",
  ...sections.map((section) => `/settings/${section}`),
];

test("a system that speaks German is spoken to in German on every screen, and every word fits", async ({ household, page }, info) => {
  test.setTimeout(120_000);
  await enter(page, household);
  await expect(page.getByRole("textbox", { name: "Die Frage" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  for (const place of places(household)) {
    await test.step(place, async () => {
      await page.evaluate((hash) => void (location.hash = hash), place);
      await settled(page);
      await page.screenshot({ path: info.outputPath(`${place.replaceAll("/", "-").slice(1, 24)}.png`) });
      expect.soft(englishLeft(await textsOn(page)), `English on ${place}`).toEqual([]);
      expect.soft(ownWords(await cutOff(page)), `cut off on ${place}`).toEqual([]);
    });
  }
});

test("another language is spoken at once, everywhere and after a reload, and dates, money and numbers follow it", async ({
  household,
  page,
}) => {
  await enter(page, household);
  await page.evaluate(() => void (location.hash = "/settings/general"));
  await choose(page, "Sprache", "English");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(
    page
      .getByRole("link", { name: "Library" })
      .or(page.getByRole("button", { name: "Open sidebar" }))
      .first(),
  ).toBeVisible();
  await page.evaluate(() => void (location.hash = "/budget"));
  await expect(page.getByText(/\$\d+\.\d\d of \$20\.00 left|\$20\.00/).first()).toBeVisible();

  await page.reload();
  await expect(page.getByRole("heading", { name: "Budget" })).toBeVisible();
  await page.evaluate(() => void (location.hash = "/settings/general"));
  await choose(page, "Language", "System");
  await expect(page.getByRole("heading", { name: "Einstellungen" })).toBeVisible();
  await page.evaluate(() => void (location.hash = "/budget"));
  await expect(page.getByText(/20,00\s\$/).first()).toBeVisible();
  await page.evaluate(() => void (location.hash = "/library"));
  await expect(page.getByText(/\d+ Dokumente/).first()).toBeVisible();
});

test("the sign-in page speaks the system's language before anybody is known, and nothing in English is drawn first", async ({
  browser,
  household,
}) => {
  const context = await browser.newContext({ locale: "de-AT" });
  const page = await context.newPage();
  const drawn: string[] = [];
  await page.exposeFunction("drawn", (text: string) => void drawn.push(text));
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const { body } = document;
      if (body !== null && body.innerText.trim() !== "")
        Reflect.apply(Reflect.get(window, "drawn") as () => void, window, [body.innerText]);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(household.host.url);
  await expect(page.getByRole("heading", { name: "Willkommen zurück" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Öffnen", exact: true })).toBeVisible();
  expect(drawn.length).toBeGreaterThan(0);
  expect(drawn.filter((text) => /Welcome back|Passphrase to open|Olympus does not answer/.test(text))).toEqual([]);
  expect(englishLeft(await textsOn(page))).toEqual([]);
  await context.close();
});
