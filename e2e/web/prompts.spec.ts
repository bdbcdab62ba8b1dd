import type { Page } from "playwright/test";
import { expect, test } from "./host.ts";

const composer = (page: Page) => page.getByRole("textbox", { name: "Your question" });
const openPrompts = async (page: Page) => {
  await page.goto(`${new URL(page.url()).origin}/#/prompts`);
  await expect(page.getByRole("heading", { name: "Prompts", exact: true })).toBeVisible();
};
const row = (page: Page, title: string) => page.getByRole("listitem").filter({ hasText: title });
const more = async (page: Page, title: string, action: string) => {
  await page.getByRole("button", { name: `More for “${title}”` }).click();
  await page.getByRole("menuitem", { name: action }).click();
};

test("prompts are begun with, written, changed, found, deleted and brought back", async ({ app }) => {
  await openPrompts(app);
  await app.getByRole("button", { name: "Add these 6" }).click();
  await expect(row(app, "Translate")).toContainText("/tr");

  await app.getByRole("button", { name: "New prompt" }).click();
  await app.getByRole("textbox", { name: "Name" }).fill("Thank somebody");
  await app.getByRole("textbox", { name: "Keyword" }).fill("TR");
  await app.getByRole("textbox", { name: "Text" }).fill("Thank {{name}} for {{what:the flowers}}.");
  await expect(app.getByText("Asks for: name, what")).toBeVisible();
  await app.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(app.getByRole("alert")).toContainText("“Translate” has this keyword");
  await app.getByRole("textbox", { name: "Keyword" }).fill("thanks");
  await app.keyboard.press("Enter");
  await expect(row(app, "Thank somebody")).toContainText("/thanks");

  await app.getByRole("searchbox", { name: "Search prompts" }).fill("flowers");
  await expect(app.getByRole("list", { name: "Prompts" }).getByRole("listitem")).toHaveCount(1);
  await more(app, "Thank somebody", "Edit…");
  await app.getByRole("textbox", { name: "Name" }).fill("Thank you note");
  await app.keyboard.press("Enter");
  await more(app, "Thank you note", "Delete");
  await expect(app.getByText("No prompt like that")).toBeVisible();
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(row(app, "Thank you note")).toBeVisible();

  await app.getByRole("button", { name: "Use “Thank you note”" }).click();
  await app.getByRole("textbox", { name: "name" }).fill("Ida");
  await app.keyboard.press("Enter");
  await expect(composer(app)).toHaveValue("Thank Ida for the flowers.");
});

test("typing / in a question finds a prompt with the keyboard alone, and asks for what it leaves open", async ({ app }) => {
  await openPrompts(app);
  await app.getByRole("button", { name: "Add these 6" }).click();
  await expect(app.getByRole("list", { name: "Prompts" }).getByRole("listitem")).toHaveCount(6);
  await app.goto(`${new URL(app.url()).origin}/#/`);
  await composer(app).focus();
  await app.keyboard.type("/sum");
  const options = app.getByRole("listbox", { name: "Prompts" }).getByRole("option");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await expect(options.first()).toContainText("Summarise");
  await app.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(composer(app)).toBeFocused();

  await composer(app).fill("");
  await app.keyboard.type("/");
  await expect(options).toHaveCount(6);
  await app.keyboard.press("ArrowDown");
  await app.keyboard.press("ArrowUp");
  await app.keyboard.type("tr");
  await expect(options.first()).toContainText("Translate");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("textbox", { name: "language" })).toBeFocused();
  await app.keyboard.type("Danish");
  await app.keyboard.press("Tab");
  await app.keyboard.type("Good morning");
  await app.keyboard.press("Enter");
  await expect(composer(app)).toHaveValue("Translate into Danish. Keep the formatting; leave names as they are.\n\nGood morning");
  await expect(composer(app)).toBeFocused();

  await openPrompts(app);
  await expect(row(app, "Translate")).toContainText("Used once");
});

test("Enter sends what begins with / and is no prompt's, and a question is kept as a prompt", async ({ app }) => {
  await openPrompts(app);
  await app.getByRole("button", { name: "Add these 6" }).click();
  await expect(app.getByRole("list", { name: "Prompts" }).getByRole("listitem")).toHaveCount(6);
  await app.goto(`${new URL(app.url()).origin}/#/`);
  await composer(app).focus();
  const options = app.getByRole("listbox", { name: "Prompts" }).getByRole("option");
  await app.keyboard.type("/tr");
  await expect(options.first()).toContainText("Translate");
  await app.keyboard.type("ee of the /usr folder");
  await expect(app.getByTestId("prompt-picker")).toHaveCount(0);
  // It comes back with letters that may mean a prompt.
  for (let letters = "ee of the /usr folder".length; letters > 0; letters -= 1) await app.keyboard.press("Backspace");
  await expect(options.first()).toContainText("Translate");
  await app.keyboard.type("ee of the /usr folder");
  await expect(app.getByTestId("prompt-picker")).toHaveCount(0);
  await app.keyboard.press("Enter");
  const question = app.getByRole("article", { name: "Your question" });
  await expect(question).toContainText("/tree of the /usr folder");

  await question.hover();
  await question.getByRole("button", { name: "Save as prompt" }).click();
  const name = app.getByRole("dialog", { name: "New prompt" }).getByRole("textbox", { name: "Name" });
  await expect(name).toHaveValue("/tree of the /usr folder");
  await name.fill("A tree");
  await app.keyboard.press("Enter");
  await expect(app.getByText("“A tree” is kept as a prompt")).toBeVisible();

  await app.keyboard.press("Control+k");
  const palette = app.getByRole("dialog", { name: "Command palette" });
  await palette.getByRole("combobox").fill("save the last question");
  await expect(palette.getByRole("option").first()).toContainText("Save the last question as a prompt");
  await app.keyboard.press("Enter");
  await name.fill("The same tree");
  await app.keyboard.press("Enter");
  await openPrompts(app);
  const kept = app.getByRole("list", { name: "Prompts" }).getByRole("listitem").filter({ hasText: "/tree of the /usr folder" });
  await expect(kept).toHaveCount(2);
  await expect(kept.filter({ hasText: "The same tree" })).toBeVisible();
});
