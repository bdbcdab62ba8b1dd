import type { Page } from "playwright/test";
import { expect, test } from "./model-shop.ts";

const answer = (page: Page) => page.getByRole("article", { name: "Answer", exact: true }).last();

const ask = async (page: Page, question: string) => {
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.keyboard.press("Enter");
};

test("from nothing to a chat with a model of one's own, then a paid one that stays within what it was given", async ({ app, provider }) => {
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

  // A paid service, with an allowance that is too small for a second question.
  await app.goto(`${new URL(app.url()).origin}/#/settings/models`);
  await app.getByRole("button", { name: "Add", exact: true }).click();
  await app.getByRole("combobox", { name: "Kind" }).click();
  await app.getByRole("option", { name: "Any OpenAI-compatible server" }).click();
  await app.getByRole("textbox", { name: "Name" }).fill("Paid Service");
  await app.getByRole("textbox", { name: "Address" }).fill(`${provider.origin}/v1`);
  await app.getByRole("combobox", { name: "Model" }).fill("paid-model");
  await app.getByRole("button", { name: "Test and save" }).click();
  await expect(app.getByRole("listitem", { name: "Paid Service" })).toContainText("paid-model");
  await app.getByRole("button", { name: "Change the price of Paid Service" }).click();
  await app.getByRole("textbox", { name: "Price in" }).fill("10");
  await app.getByRole("textbox", { name: "Price out" }).fill("1000");
  await app.getByRole("button", { name: "Keep the price" }).click();
  await expect(app.getByRole("listitem", { name: "Paid Service" })).toContainText("$10.00 in and $1000.00 out");
});
