import type { Locator, Page } from "playwright/test";
import { expect, test } from "./model-shop.ts";

/** Goes on by Tab until something has the focus; a person would not go round more than once. */
const tabTo = async (page: Page, wanted: Locator) => {
  await expect(wanted).toBeVisible();
  for (let press = 0; press < 80; press += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(wanted)}`);
};

const press = async (page: Page, wanted: Locator, key = "Enter") => {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
};

/** From the one that is chosen to the next beside it. */
const choose = async (page: Page, present: Locator, next: Locator) => {
  await press(page, present, "ArrowRight");
  await expect(next).toBeFocused();
  await page.keyboard.press("Space");
  await expect(next).toBeChecked();
};

test("a model is found, fetched, ordered and removed without a mouse", async ({ app, hub }) => {
  await app.keyboard.press("Control+Shift+M");
  await expect(app.getByRole("heading", { name: "No model yet" })).toBeVisible();
  await press(app, app.getByRole("link", { name: "Find a model" }));

  // The catalogue: searching, narrowing, the sum behind a label.
  const catalogue = app.getByRole("list", { name: "Catalogue" }).locator("> li");
  await expect(catalogue).toHaveCount(3);
  await press(app, app.getByRole("checkbox", { name: "Only what fits" }), "Space");
  await expect(catalogue).toHaveCount(2);
  await app.keyboard.press("Shift+Tab");
  await app.keyboard.press("Shift+Tab");
  await app.keyboard.type("patient de");
  await expect(catalogue).toHaveCount(1);
  await press(app, app.getByRole("button", { name: "Fits: the sum for Patient Writer" }));
  const sum = app.getByRole("dialog", { name: "How Patient Writer fits" });
  await expect(sum.getByText("Needed")).toBeVisible();
  await app.keyboard.press("Escape");
  await expect(sum).toBeHidden();

  // A download that is paused, resumed and done.
  hub.slow(1_500_000);
  await press(app, app.getByRole("button", { name: "Download Patient Writer" }));
  await expect(app.getByRole("progressbar", { name: "Download of Patient Writer" })).toHaveAttribute("aria-valuenow", /[1-9]/);
  await press(app, app.getByRole("button", { name: "Pause the download of Patient Writer" }));
  await expect(app.getByTestId("download")).toContainText("Paused, what arrived is kept");
  hub.slow(null);
  await press(app, app.getByRole("button", { name: "Resume the download of Patient Writer" }));
  await expect(app.getByText("On this machine", { exact: true })).toBeVisible({ timeout: 30_000 });

  // Another one by its address.
  const address = app.getByRole("textbox", { name: "Address" });
  await tabTo(app, address);
  await app.keyboard.type("hf:olympus/nothing-here");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("alert")).toBeVisible();
  await tabTo(app, address);
  await app.keyboard.press("Control+A");
  await app.keyboard.type("hf:olympus/tiny");
  await app.keyboard.press("Enter");
  const found = app.getByRole("list", { name: "Found at this address" });
  await press(app, found.getByRole("button", { name: /^Download / }));
  await expect(found.getByText("On this machine", { exact: true })).toBeVisible({ timeout: 30_000 });

  // Order and removal.
  await app.keyboard.press("Control+Shift+M");
  const mine = app.getByRole("list", { name: "Models in the order they are asked" }).locator("> li");
  await expect(mine).toHaveCount(3);
  await expect(mine.nth(0)).toContainText("slow-f16.gguf");
  await press(app, mine.nth(0).getByRole("button", { name: /^Ask .* later$/ }));
  await expect(mine.nth(0)).toContainText("tiny-f16.gguf");
  await press(app, mine.nth(1).getByRole("button", { name: /^More for / }));
  await app.keyboard.press("End");
  await expect(app.getByRole("menuitem", { name: "Delete from the disk…" })).toBeFocused();
  await app.keyboard.press("Enter");
  await press(app, app.getByRole("button", { name: "Delete the file" }));
  await expect(mine).toHaveCount(2);
  await expect(app.getByText("10 MB are free again", { exact: true })).toBeVisible();
});

test("rules are made and a prompt is tried without a mouse; nothing is sent", async ({ app }) => {
  await app.goto(`${new URL(app.url()).origin}/#/models/routing`);
  await press(app, app.getByRole("button", { name: "Add a rule" }));
  await expect(app.getByRole("textbox", { name: "Name" })).toBeFocused();
  await app.keyboard.press("Enter");
  await expect(app.getByText("Give it a name to recognise it by.")).toBeVisible();
  await app.keyboard.type("Salaries only quote");
  await tabTo(app, app.getByRole("textbox", { name: "It contains one of these words or phrases" }));
  await app.keyboard.type("salary, pay slip");
  await press(app, app.getByRole("combobox", { name: "Then ask" }));
  await app.keyboard.type("Only");
  await expect(app.getByRole("option", { name: "Only quotes, no model" })).toBeFocused();
  await app.keyboard.press("Enter");
  await press(app, app.getByRole("button", { name: "Keep the rule" }));
  const rules = app.getByRole("list", { name: "Rules, the first one first" });
  await expect(rules).toContainText("When it contains “salary” or “pay slip”: only quote.");

  await tabTo(app, app.getByRole("textbox", { name: "A prompt to try" }));
  await app.keyboard.type("What was my salary in May?");
  await app.keyboard.press("Enter");
  const decision = app.getByTestId("decision");
  await expect(decision.getByRole("region", { name: "Asked in this order until one answers" })).toContainText("Quotes from your documents");

  await choose(app, app.getByRole("radio", { name: "By need" }), app.getByRole("radio", { name: "By my order" }));
  await app.reload();
  await expect(app.getByRole("radio", { name: "By my order" })).toBeChecked();
  await expect(rules.getByRole("checkbox", { name: "Salaries only quote is on" })).toBeChecked();
  await press(app, app.getByRole("checkbox", { name: "Salaries only quote is on" }), "Space");
  await press(app, app.getByRole("button", { name: "Remove Salaries only quote" }));
  await expect(rules).toBeHidden();
});

test("allowances are given, raised, changed, taken away and given back without a mouse", async ({ app }) => {
  await app.keyboard.press("Control+Shift+B");
  await expect(app.getByRole("heading", { name: "Nothing is spent that you did not give" })).toBeVisible();
  await press(app, app.getByRole("button", { name: "Give $5 a month" }));
  const month = app.getByRole("listitem", { name: "A month: Money" });
  await expect(month).toContainText("$5.00 of $5.00 left");
  await expect(month.getByRole("meter")).toHaveAttribute("aria-valuenow", "0");

  await press(app, app.getByRole("button", { name: "Raise A month: Money" }));
  await app.keyboard.press("Control+A");
  await app.keyboard.type("lots");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("alert")).toContainText("Type an amount above zero");
  await app.keyboard.press("Control+A");
  await app.keyboard.type("2.50");
  await app.keyboard.press("Enter");
  await expect(month).toContainText("$7.50 of $7.50 left");

  await press(app, app.getByRole("button", { name: "Change A month: Money" }));
  await app.keyboard.press("Control+A");
  await app.keyboard.type("1");
  await app.keyboard.press("Enter");
  await expect(month).toContainText("$1.00 of $1.00 left");

  await press(app, app.getByRole("button", { name: "Remove A month: Money" }));
  await expect(month).toBeHidden();
  await app.keyboard.press("F8");
  await press(app, app.getByRole("button", { name: "Undo" }));
  await expect(month).toContainText("$1.00 of $1.00 left");

  await press(app, app.getByRole("button", { name: "Add an allowance" }));
  await press(app, app.getByRole("combobox", { name: "For" }));
  await app.keyboard.type("Each con");
  await expect(app.getByRole("option", { name: "Each conversation" })).toBeFocused();
  await app.keyboard.press("Enter");
  const dialog = app.getByRole("dialog");
  await choose(app, dialog.getByRole("radio", { name: "Money" }), dialog.getByRole("radio", { name: "Tokens" }));
  await tabTo(app, app.getByRole("textbox", { name: "Amount" }));
  await app.keyboard.press("Control+A");
  await app.keyboard.type("20");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("listitem", { name: "Each conversation: Tokens" })).toContainText("20,000 of 20,000 left");
});
