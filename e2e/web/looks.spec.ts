import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { expect, test, type Household } from "./household.ts";
import { passphrase } from "./host.ts";

interface Screen {
  readonly name: string;
  readonly open: (page: Page, household: Household) => Promise<void>;
}

const at =
  (hash: string, shown: (page: Page) => ReturnType<Page["getByRole"]>) =>
  async (page: Page): Promise<void> => {
    await page.evaluate((place) => void (location.hash = place), hash);
    await expect(shown(page).first()).toBeVisible();
  };
const heading = (name: string | RegExp) => (page: Page) => page.getByRole("heading", { name });

const screens: readonly Screen[] = [
  { name: "new-chat", open: at("#/", (page) => page.getByRole("textbox", { name: "Your question" })) },
  {
    name: "conversation",
    open: (page, { conversationId }) => at(`#/chat/${conversationId}`, (shown) => shown.getByRole("table"))(page),
  },
  {
    name: "source",
    open: async (page) => {
      await page.getByRole("region", { name: "Sources" }).getByRole("button").first().click();
      await expect(page.getByTestId("quote")).toBeVisible();
    },
  },
  {
    name: "artifact",
    open: async (page) => {
      // In a small window a source lies over the answer.
      await page.keyboard.press("Escape");
      await expect(page.getByTestId("quote")).toHaveCount(0);
      await page
        .getByRole("article", { name: "Answer", exact: true })
        .getByRole("button", { name: /^Open / })
        .first()
        .click();
      await expect(page.getByRole("complementary", { name: "What the answers made" }).getByRole("table")).toBeVisible();
    },
  },
  {
    name: "find",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+F");
      await page.keyboard.type("heating");
      await expect(page.getByRole("search").getByText(/\d+ of \d+/)).toBeVisible();
    },
  },
  { name: "search", open: at("#/search", (page) => page.getByRole("searchbox")) },
  { name: "library", open: at("#/library", (page) => page.getByRole("table")) },
  { name: "memory", open: at("#/memory", heading("Memory")) },
  { name: "prompts", open: at("#/prompts", heading("Prompts")) },
  { name: "archived", open: at("#/archived", heading(/Archived/)) },
  { name: "tasks", open: at("#/tasks", (page) => page.getByRole("link", { name: /invoices/i })) },
  { name: "plan", open: (page, { planId }) => at(`#/tasks/plan/${planId}`, (shown) => shown.getByTestId("plan-card"))(page) },
  { name: "run", open: (page, { runId }) => at(`#/tasks/run/${runId}`, (shown) => shown.getByTestId("run"))(page) },
  { name: "approvals", open: at("#/tasks/approvals", heading("Tasks")) },
  { name: "permissions", open: at("#/tasks/permissions", heading("Tasks")) },
  { name: "models", open: at("#/models", heading("Models")) },
  { name: "models-find", open: at("#/models/find", (page) => page.getByRole("list", { name: "Catalogue" })) },
  { name: "models-routing", open: at("#/models/routing", heading("Models")) },
  { name: "models-start", open: at("#/models/start", heading(/./)) },
  { name: "budget", open: at("#/budget", heading("Budget")) },
  ...["general", "keyboard", "models", "embedding", "acting", "programs", "desktop", "data", "about"].map((section) => ({
    name: `settings-${section}`,
    open: at(`#/settings/${section}`, heading("Settings")),
  })),
  {
    name: "palette",
    open: async (page) => {
      await page.keyboard.press("Control+K");
      await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
    },
  },
  {
    name: "shortcuts",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+/");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByText("New chat").first()).toBeVisible();
    },
  },
];

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

interface Look {
  readonly theme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  readonly contrast?: "more";
  readonly axe: boolean;
}

/** `axe`: what it finds hangs on colours and on what is there, not on both sizes in both themes. */
const looks: readonly Look[] = [
  { theme: "light", width: 1440, height: 900, axe: true },
  { theme: "dark", width: 1440, height: 900, axe: false },
  { theme: "light", width: 900, height: 700, axe: false },
  { theme: "dark", width: 900, height: 700, axe: true },
  // 1440×900 at a zoom of 200 %.
  { theme: "light", width: 720, height: 450, axe: false },
  { theme: "dark", width: 1440, height: 900, contrast: "more", axe: true },
];

/** Serious and critical findings, short enough to read in a failure. */
const findings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`));
};

/** What stands out of the page sideways, where nobody can scroll to. */
const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** What can be pressed or filled in and cannot be brought into the window by scrolling. */
const outOfReach = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const layer = document.querySelector('[role="dialog"]') ?? document;
    const controls = [...layer.querySelectorAll("button, a[href], input, textarea, select, [role=checkbox], [role=radio]")];
    return controls.flatMap((element) => {
      if (!element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true })) return [];
      if (element.closest("[inert], [aria-hidden=true], .sr-only") !== null) return [];
      element.scrollIntoView({ block: "nearest", inline: "nearest" });
      const { bottom, left, right, top } = element.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const isIn = x >= 0 && y >= 0 && x <= window.innerWidth && y <= window.innerHeight;
      return isIn ? [] : [element.getAttribute("aria-label") ?? element.textContent];
    });
  });

const nameOf = ({ contrast, height, theme, width }: Look): string =>
  `${theme}, ${width}×${height}${contrast === undefined ? "" : ", high contrast"}`;

test.describe.configure({ mode: "parallel" });

const looked = async (page: Page, name: string, axe: boolean): Promise<void> => {
  // Kept with the results of the run, whatever becomes of it: somebody looks at them.
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
  expect.soft(await overflow(page), `${name} is wider than its window`).toBeLessThanOrEqual(0);
  expect.soft(await outOfReach(page), `out of reach on ${name}`).toEqual([]);
  if (axe) expect.soft(await findings(page), `axe on ${name}`).toEqual([]);
};

for (const look of looks) {
  test(`every screen can be used by everybody: ${nameOf(look)}`, async ({ household, resident: page }) => {
    test.setTimeout(180_000);
    const { axe, contrast = "no-preference", height, theme, width } = look;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce", contrast });
    await page.setViewportSize({ width, height });
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        await screen.open(page, household);
        await looked(page, screen.name, axe);
      });
    }
  });
}

test("the door and the quick prompt can be used by everybody, in both themes", async ({ household: { host }, page }) => {
  test.setTimeout(120_000);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.context().clearCookies();
    await page.setViewportSize({ width: 900, height: 700 });
    await page.goto(host.url);
    await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
    await looked(page, `door-${colorScheme}`, true);
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Your question" })).toBeVisible();
    // The sizes of its window: before a question, and with an answer.
    await page.setViewportSize({ width: 680, height: 96 });
    await page.evaluate(() => void (location.hash = "#/quick"));
    await expect(page.getByRole("textbox", { name: "Ask Olympus" })).toBeVisible();
    await looked(page, `quick-${colorScheme}`, true);
    await page.setViewportSize({ width: 680, height: 480 });
    await page.getByRole("textbox", { name: "Ask Olympus" }).fill("When are the quiet hours?");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article", { name: "Answer" })).toHaveAttribute("aria-busy", "false");
    await looked(page, `quick-answer-${colorScheme}`, true);
  }
});
