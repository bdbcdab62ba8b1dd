import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { tinyModelBytes } from "#core/testing";
import { expect, test } from "./model-shop.ts";

const answer = (page: Page) => page.getByRole("article", { name: "Answer", exact: true }).last();

const ask = async (page: Page, question: string) => {
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.keyboard.press("Enter");
};

test("from nothing to a chat with a model of one's own, then a paid one that stays within what it was given", async ({ app, provider }) => {
  // A whole day of somebody's in one test.
  test.slow();
  // First steps: proposed, not in the way.
  await app.getByRole("link", { name: "Choose a model" }).click();
  await expect(app.getByRole("heading", { name: "Who should answer?" })).toBeVisible();
  await expect(app.getByText(/\d+ cores? · .* memory/)).toBeVisible();
  const local = app.getByRole("region", { name: "A model on this machine" });
  await expect(local.getByText("Tiny Talker")).toBeVisible();
  await local.getByRole("button", { name: /^Download \(/ }).click();
  await app.getByRole("button", { name: "Ask the first question" }).click();

  await ask(app, "Say something.");
  await expect(answer(app).getByRole("button", { name: /Olympus Tiny|Tiny/ })).toBeVisible({ timeout: 30_000 });
  await expect(answer(app)).not.toContainText("No model: quoting");

  // A paid service: its price is known, and nobody gave it anything yet.
  await app.goto(`${new URL(app.url()).origin}/#/settings/models`);
  await app.getByRole("button", { name: "Add", exact: true }).click();
  await app.getByRole("combobox", { name: "Kind" }).click();
  await app.getByRole("option", { name: "Any OpenAI-compatible server" }).click();
  await app.getByRole("textbox", { name: "Name" }).fill("Paid Service");
  await app.getByRole("textbox", { name: "Address" }).fill(`${provider.origin}/v1`);
  await app.getByRole("combobox", { name: "Model" }).fill("paid-model");
  await app.getByRole("button", { name: "Test and save" }).click();
  const service = app.getByRole("listitem", { name: "Paid Service" });
  await expect(service).toContainText("paid-model");
  await app.getByRole("button", { name: "Change the price of Paid Service" }).click();
  await app.getByRole("textbox", { name: "Price in" }).fill("10");
  await app.getByRole("textbox", { name: "Price out" }).fill("1000");
  await app.getByRole("button", { name: "Keep the price" }).click();
  await expect(service).toContainText("$10.00 in and $1000.00 out");
  await app.getByRole("link", { name: "Models", exact: true }).click();
  const mine = app.getByRole("list", { name: "Models in the order they are asked" }).locator("> li");
  await expect(mine.nth(1)).toContainText("paid-model (Paid Service)");
  await app.getByRole("button", { name: "More for paid-model (Paid Service)" }).click();
  await app.getByRole("menuitem", { name: "Only when I choose it" }).click();
  const named = app.getByRole("list", { name: "Asked only when you or a rule name them" });
  await named.getByRole("button", { name: "Ask paid-model (Paid Service) too, in the order" }).click();
  await expect(named).toBeHidden();

  provider.script({ type: "answer", answer: { text: ["Moss keeps water."], usage: { inputTokens: 1000, outputTokens: 700 } } });
  const trials = provider.requests.length;
  await app.getByRole("link", { name: "New chat" }).click();
  await app.getByRole("button", { name: /^Model:/ }).click();
  await app.getByRole("menuitemradio", { name: /Paid Service/ }).click();
  await ask(app, "What does moss do?");
  const notice = answer(app).getByTestId("budget-notice");
  await expect(notice).toContainText("No money was given for this");
  expect(provider.requests.length).toBe(trials);

  await notice.getByRole("button", { name: "Give an allowance" }).click();
  await app.getByRole("textbox", { name: "Up to, a month" }).fill("2");
  await app.keyboard.press("Enter");
  await expect(answer(app)).toContainText("Moss keeps water.");
  await expect(answer(app).getByRole("button", { name: /Paid Service.*\$0\.71/ })).toBeVisible();

  // What is left is less than the next answer could cost: nothing is sent until more is given.
  await ask(app, "And lichen?");
  await expect(notice).toContainText("The allowance has no room for this");
  expect(provider.requests.length).toBe(trials + 1);
  await notice.getByRole("button", { name: "Raise the allowance" }).click();
  await app.getByRole("textbox", { name: "By how much" }).fill("2");
  await app.getByRole("button", { name: "Raise and ask again" }).click();
  await expect(answer(app)).toContainText("Moss keeps water.");
  expect(provider.requests.length).toBe(trials + 2);

  // Why it was asked, as data; what it came to, on the Budget page.
  await answer(app)
    .getByRole("button", { name: /Paid Service/ })
    .click();
  const why = app.getByRole("dialog", { name: "Who answered, and why" });
  await expect(why).toContainText("you chose it");
  await expect(why.getByRole("region", { name: "Asked in this order until one answers" }).getByRole("listitem")).toHaveCount(3);
  await app.keyboard.press("Escape");
  await app.getByRole("link", { name: "Budget" }).click();
  const allowance = app.getByRole("listitem", { name: /Paid Service.*Money/ });
  await expect(allowance).toContainText("$1.42 spent");
  await expect(allowance).toContainText("of $4.00 left");
  await expect(app.getByRole("region", { name: "What was used" })).toContainText("$1.42 in 30 days");

  // The same question once more costs nothing and says so; asking anew is one press away.
  await app.getByRole("link", { name: "New chat" }).click();
  await ask(app, "What does moss do?");
  const kept = answer(app).getByTestId("cached");
  await expect(kept).toContainText("to the same question. Saved $0.71.");
  expect(provider.requests.length).toBe(trials + 2);
  await kept.getByRole("button", { name: "Ask again without it" }).click();
  await expect(kept).toBeHidden();
  await expect(answer(app)).toContainText("Moss keeps water.");
  expect(provider.requests.length).toBe(trials + 3);

  // Something private goes to nobody else, whoever was chosen.
  await app.getByRole("button", { name: "Make private: stays on this machine" }).click();
  await ask(app, "What about my salary?");
  await expect(answer(app).getByTestId("moved")).toContainText("Paid Service) answered before.");
  await expect(answer(app).getByRole("button", { name: /Olympus Tiny/ })).toBeVisible({ timeout: 30_000 });
  await expect(app.getByRole("button", { name: "This conversation is private and stays on this machine" })).toBeVisible();
  expect(provider.requests.length).toBe(trials + 3);
});

/** A drag as the system makes it: a real file of this machine over the middle of the page. */
const drop = async (page: Page, path: string, whileOver: () => Promise<void>) => {
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 700, y: 400, data: { items: [], files: [path], dragOperationsMask: 1 } });
    if (type === "dragOver") await whileOver();
  }
  await session.detach();
};

test("a dropped model file is used, and one that is none is refused before it is opened", async ({ app }) => {
  const folder = mkdtempSync(join(tmpdir(), "olympus-drop-"));
  const files = { whole: join(folder, "whole.gguf"), broken: join(folder, "broken.gguf"), text: join(folder, "notes.txt") };
  writeFileSync(files.whole, tinyModelBytes());
  writeFileSync(files.broken, "GGUF, but not really");
  writeFileSync(files.text, "nothing of the kind");
  await app.goto(`${new URL(app.url()).origin}/#/models`);
  await expect(app.getByRole("heading", { name: "No model yet" })).toBeVisible();
  const over = () => expect(app.getByText("Drop to use this model")).toBeVisible();
  await drop(app, files.text, over);
  await expect(app.getByText("None of these is a model", { exact: true })).toBeVisible();
  await drop(app, files.broken, over);
  await expect(app.getByText("The model file is damaged", { exact: true })).toBeVisible();
  await drop(app, files.whole, over);
  await expect(app.getByRole("listitem", { name: "Olympus Tiny" })).toContainText("whole.gguf");
  rmSync(folder, { recursive: true, force: true });
});
