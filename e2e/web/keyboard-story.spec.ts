import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright/test";
import { documentsDir, expect, passphrase, test } from "./host.ts";

const examples = join(import.meta.dirname, "../../resources/plans");

/** Goes on by Tab until something has the focus, and says where the focus is seen on the way; once round is enough for anybody. */
const tabTo = async (page: Page, wanted: Locator): Promise<void> => {
  await expect(wanted).toBeVisible();
  for (let press = 0; press < 120; press += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(wanted)}`);
};

const press = async (page: Page, wanted: Locator, key = "Enter"): Promise<void> => {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
};

/** What has the focus, and whether that is seen: by an outline, or by a frame that takes its place. Null: nothing in the page. */
const focused = (page: Page): Promise<{ readonly name: string; readonly isSeen: boolean } | null> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      name: `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent.slice(0, 40)}`,
      isSeen: (outlineStyle !== "none" && outlineWidth !== "0px") || element.matches("textarea, input, [tabindex='-1']"),
    };
  });

test("from the first visit to an answer, a plan and its undo without a mouse", async ({ host, page }) => {
  test.setTimeout(120_000);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "olympus-keyboard-")));
  cpSync(join(examples, "sort-invoices-by-year"), folder, { recursive: true });

  await test.step("set up", async () => {
    await page.goto(host.url);
    await expect(page.getByRole("heading", { name: "Set up Olympus" })).toBeVisible();
    await tabTo(page, page.getByLabel("Set-up code"));
    await page.keyboard.type(host.setupCode());
    await tabTo(page, page.getByLabel("Passphrase", { exact: true }));
    await page.keyboard.type(passphrase);
    await tabTo(page, page.getByLabel("Passphrase, again"));
    await page.keyboard.type(passphrase);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Your question" })).toBeFocused();
  });

  const answer = page.getByRole("article", { name: "Answer", exact: true }).last();
  await test.step("a file, a question, the exact passage", async () => {
    const choosing = page.waitForEvent("filechooser");
    await press(page, page.getByRole("button", { name: "Attach", exact: false }).first());
    await page.keyboard.press("Enter");
    await (await choosing).setFiles(join(documentsDir, "lease-contract.docx"));
    await expect(page.getByText("Ready, in your library")).toBeVisible({ timeout: 30_000 });
    await tabTo(page, page.getByRole("textbox", { name: "Your question" }));
    await page.keyboard.type("When are the quiet hours?");
    await page.keyboard.press("Enter");
    await expect(answer).toContainText("10 pm");
    await press(page, answer.getByRole("region", { name: "Sources" }).getByRole("button").first());
    await expect(page.getByTestId("quote")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("quote")).toBeHidden();
  });

  await test.step("another version of the question, and back", async () => {
    const question = page.getByRole("article", { name: "Your question" });
    await press(page, question.getByRole("button", { name: "Edit question" }));
    const editor = page.getByRole("textbox", { name: "Edit question" });
    await expect(editor).toBeFocused();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("May hamsters be kept?");
    await press(page, page.getByRole("button", { name: "Ask again" }));
    await expect(answer).toContainText("Small animals", { timeout: 20_000 });
    await press(page, question.getByRole("button", { name: "Earlier version" }));
    await expect(question).toContainText("quiet hours");
  });

  await test.step("a plan, its run, its undo", async () => {
    await page.keyboard.press("Control+K");
    await expect(page.getByRole("combobox", { name: "Command palette" })).toBeFocused();
    await page.keyboard.type("tasks");
    await expect(page.getByRole("option", { selected: true })).toContainText("Tasks");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Tasks" })).toBeVisible();
    await press(page, page.getByRole("button", { name: "Run a plan file" }).first());
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Choose a plan file").setInputFiles(join(examples, "sort-invoices-by-year.json"));
    await tabTo(page, dialog.getByRole("textbox", { name: "Folder to work in" }));
    await page.keyboard.press("Control+A");
    await page.keyboard.type(folder);
    await press(page, dialog.getByRole("button", { name: "See what it would do" }));
    await expect(page.getByTestId("plan-card")).toHaveAttribute("data-hash", /.{10}/, { timeout: 20_000 });
    expect(existsSync(join(folder, "2023"))).toBe(false);
    await page.keyboard.press("a");
    await expect(page.getByTestId("run")).toHaveAttribute("data-standing", "done", { timeout: 20_000 });
    expect(readFileSync(join(folder, "2023/invoice-0117.txt"), "utf8")).not.toBe("");
    await page.keyboard.press("u");
    await press(page, page.getByRole("dialog", { name: "Undo this run?" }).getByRole("button", { name: "Undo", exact: true }));
    await expect(page.getByTestId("run").getByRole("heading", { level: 2 })).toContainText("Undo:");
    await expect(page.getByTestId("run")).toHaveAttribute("data-standing", "done", { timeout: 20_000 });
    expect(existsSync(join(folder, "2023"))).toBe(false);
  });
  rmSync(folder, { recursive: true, force: true });
});

test("wherever Tab leads, it is seen, and it leads through everything and out again", async ({ app }) => {
  test.setTimeout(120_000);
  for (const place of [
    "#/",
    "#/library",
    "#/memory",
    "#/prompts",
    "#/tasks",
    "#/models",
    "#/budget",
    "#/settings/general",
    "#/settings/data",
  ]) {
    await app.evaluate((hash) => void (location.hash = hash), place);
    await expect(app.getByRole("main")).toBeVisible();
    const visited = new Set<string>();
    for (let step = 0; step < 35; step += 1) {
      await app.keyboard.press("Tab");
      const here = await focused(app);
      // Out of the page, and in again at its other end.
      if (here === null) continue;
      visited.add(here.name);
      expect.soft(here.isSeen, `${place}: ${here.name} shows no focus`).toBe(true);
    }
    // The places of the sidebar alone are more than these.
    expect(visited.size, `${place}: Tab is stuck`).toBeGreaterThan(8);
  }
});
