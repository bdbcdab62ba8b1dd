import { join } from "node:path";
import type { Page } from "playwright/test";
import { documentsDir, expect, test } from "./host.ts";

const manual = join(documentsDir, "product-manual.pdf");
const lease = join(documentsDir, "lease-contract.docx");

const composer = (page: Page) => page.getByRole("textbox", { name: "Your question" });

const attach = async (page: Page, ...files: string[]) => {
  await page.getByTestId("attach-files").setInputFiles(files);
  await expect(page.getByText("Ready, in your library")).toHaveCount(files.length, { timeout: 30_000 });
};

const ask = async (page: Page, question: string) => {
  await composer(page).fill(question);
  await composer(page).press("Enter");
};

const answers = (page: Page) => page.getByRole("article", { name: "Answer", exact: true });
const lastAnswer = (page: Page) => answers(page).last();
const finished = (page: Page) => expect(page.getByRole("button", { name: "Send" })).toBeVisible({ timeout: 20_000 });

test("a question is answered from an attached PDF, and its citation opens the exact passage", async ({ app }) => {
  await attach(app, manual);
  await ask(app, "How long do I hold the button with the drop to set the water hardness?");
  await expect(lastAnswer(app)).toContainText("five seconds");
  await finished(app);
  await expect(lastAnswer(app).getByText("No model: quoting your documents")).toBeVisible();
  await expect(app.getByRole("article", { name: "Your question" }).getByText(/Aurora 300|product-manual/)).toBeVisible();

  await lastAnswer(app).getByRole("region", { name: "Sources" }).getByRole("button").first().click();
  const panel = app.getByRole("complementary", { name: "Source" });
  const quote = panel.getByTestId("quote");
  await expect(quote).toBeVisible();
  const quoted = (await quote.innerText()).replaceAll(/\s+/g, " ").trim();
  expect(quoted.length).toBeGreaterThan(20);
  expect((await lastAnswer(app).innerText()).replaceAll(/\s+/g, " ")).toContain(quoted);
  await expect(quote).toBeInViewport();
  await expect(panel.getByText(/Page \d/)).toBeVisible();
  await expect(panel.getByText("product-manual.pdf")).toBeVisible();

  await app.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("inline numbers of an answer open their source, and the arrows walk through the others", async ({ app }) => {
  await attach(app, manual, lease);
  await ask(app, "How much is the deposit and when is it paid back?");
  await finished(app);
  await lastAnswer(app).locator("button[data-citation]").first().click();
  const panel = app.getByRole("complementary", { name: "Source" });
  await expect(panel.getByTestId("quote")).toBeVisible();
  const next = panel.getByRole("button", { name: "Next source" });
  if (await next.isVisible()) {
    await next.click();
    await expect(panel.getByText(/^2 of \d/)).toBeVisible();
    await expect(panel.getByTestId("quote")).toBeVisible();
  }
});

test("an edited question and another answer become branches one can switch between", async ({ app }) => {
  await attach(app, lease);
  await ask(app, "May hamsters and ornamental fish be kept?");
  await finished(app);
  await expect(lastAnswer(app)).toContainText("Small animals");

  const question = app.getByRole("article", { name: "Your question" });
  await question.hover();
  await question.getByRole("button", { name: "Edit question" }).click();
  await app.getByRole("textbox", { name: "Edit question" }).fill("When are the quiet hours?");
  await app.getByRole("button", { name: "Ask again" }).click();
  await finished(app);
  await expect(question).toContainText("quiet hours");
  await expect(question.getByText("2/2")).toBeVisible();
  await expect(lastAnswer(app)).toContainText("10 pm");

  await question.getByRole("button", { name: "Earlier version" }).click();
  await expect(question).toContainText("hamsters and ornamental fish");
  await expect(lastAnswer(app)).toContainText("Small animals");

  await lastAnswer(app).getByRole("button", { name: "Answer again" }).click();
  await finished(app);
  await expect(lastAnswer(app).getByText("2/2")).toBeVisible();

  await app.reload();
  await expect(question).toContainText("hamsters and ornamental fish");
  await expect(lastAnswer(app).getByText("2/2")).toBeVisible();
});

test("conversations can be renamed, found, exported, deleted and brought back", async ({ app }) => {
  await attach(app, lease);
  await ask(app, "What is the basic rent?");
  await finished(app);
  const list = app.getByRole("navigation", { name: "Conversations" });
  await expect(list.getByRole("link")).toHaveCount(1);
  await expect(list.getByRole("link")).toHaveAttribute("aria-current", "page");

  const actions = app.getByRole("main").getByRole("button", { name: /^Actions for/ });
  await actions.click();
  await app.getByRole("menuitem", { name: "Rename" }).click();
  await app.getByRole("textbox", { name: "Title" }).fill("Harbour Lane");
  await app.keyboard.press("Enter");
  await expect(list.getByRole("link", { name: "Harbour Lane" })).toBeVisible();

  await actions.click();
  const download = app.waitForEvent("download");
  await app.getByRole("menuitem", { name: "Export as Markdown" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.md$/);

  await app.keyboard.press("Control+Shift+F");
  await app.getByRole("searchbox").fill("basic rent");
  const hit = app.getByRole("main").getByRole("link").first();
  await expect(hit.locator("mark").first()).toContainText(/basic|rent/i);
  await hit.click();
  await expect(app.getByRole("article", { name: "Your question" })).toBeVisible();

  await actions.click();
  await app.getByRole("menuitem", { name: "Delete" }).click();
  await expect(list.getByRole("link", { name: "Harbour Lane" })).toHaveCount(0);
  await expect(composer(app)).toBeVisible();
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(list.getByRole("link", { name: "Harbour Lane" })).toBeVisible();
  await app.reload();
  await expect(list.getByRole("link", { name: "Harbour Lane" })).toBeVisible();
});

test("a draft stays with its conversation, and Shift+Enter makes a line", async ({ app }) => {
  await composer(app).fill("first line");
  await composer(app).press("Shift+Enter");
  await composer(app).pressSequentially("second line");
  await expect(composer(app)).toHaveValue("first line\nsecond line");
  await app.keyboard.press("Control+Shift+F");
  await app.keyboard.press("Control+Shift+O");
  await expect(composer(app)).toHaveValue("first line\nsecond line");
  await app.reload();
  await expect(composer(app)).toHaveValue("first line\nsecond line");
});

test("a file that cannot be read says why and does not hold up the others", async ({ app }) => {
  await app.getByTestId("attach-files").setInputFiles([join(documentsDir, "insurance-letter-encrypted.pdf"), lease]);
  await expect(app.getByText("The file is protected with a password.")).toBeVisible({ timeout: 30_000 });
  await expect(app.getByText("Ready, in your library")).toBeVisible({ timeout: 30_000 });
  await app.getByRole("button", { name: "Remove insurance-letter-encrypted.pdf" }).click();
  await ask(app, "Who is the caretaker?");
  await expect(lastAnswer(app)).toContainText("Okafor");
});

test("every place is reached by keyboard", async ({ app, host }) => {
  await app.keyboard.press("Control+k");
  await expect(app.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await app.getByRole("combobox").fill("dark");
  await app.keyboard.press("Enter");
  await expect(app.locator("html")).toHaveAttribute("data-theme", "dark");

  await app.keyboard.press("Control+/");
  await expect(app.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await app.keyboard.press("Escape");
  await app.keyboard.press("Control+b");
  await expect(app.getByRole("navigation", { name: "Conversations" })).toBeHidden();
  // The window changes before the host has answered; a reload in between would rightly show what was there before.
  await expect
    .poll(async (): Promise<unknown> => (await app.request.get(`${host.url}/api/rest/settings`)).json())
    .toMatchObject({ theme: "dark", sidebarOpen: false });
  await app.reload();
  await expect(composer(app)).toBeVisible();
  await expect(app.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(app.getByRole("navigation", { name: "Conversations" })).toBeHidden();
});
