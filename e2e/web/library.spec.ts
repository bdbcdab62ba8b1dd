import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { documentsDir, expect, test } from "./host.ts";

const openLibrary = async (page: Page) => {
  await page.getByRole("link", { name: "Library" }).click();
  await expect(page.getByRole("heading", { name: "Library" })).toBeVisible();
};

const addPath = async (page: Page, path: string) => {
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Add by path…" }).click();
  await page.getByRole("textbox", { name: "Path" }).fill(path);
  await page.keyboard.press("Enter");
};

const job = (page: Page) => page.getByTestId("ingest-job").first();
const ended = (page: Page) => expect(job(page)).toHaveAttribute("data-state", "done", { timeout: 30_000 });
const rows = (page: Page) =>
  page
    .getByRole("table", { name: "Documents" })
    .getByRole("row")
    .filter({ has: page.getByRole("cell") });

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "olympus-library-"));
  for (const name of ["product-manual.pdf", "lease-contract.docx", "insurance-letter-encrypted.pdf"])
    copyFileSync(join(documentsDir, name), join(folder, name));
  mkdirSync(join(folder, "notes"));
  writeFileSync(join(folder, "notes", "heating.md"), "# Heating\n\nThe boiler is serviced every October by Lindqvist.\n");
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a folder goes in with progress, the broken file says why, and a second reading finds only what changed", async ({ app }) => {
  await openLibrary(app);
  await expect(app.getByText("Bring what you know")).toBeVisible();
  await addPath(app, folder);
  await ended(app);
  await expect(job(app)).toContainText("3 new");
  await expect(job(app)).toContainText("insurance-letter-encrypted.pdf: The file is protected with a password.");
  await expect(job(app)).toContainText("Save a copy without the password and add that.");
  await job(app).getByRole("button", { name: "Show files" }).click();
  await expect(job(app).getByRole("listitem").filter({ hasText: "heating.md" })).toContainText("New");
  await expect(rows(app)).toHaveCount(3);
  await expect(app.getByText(/^3 documents · \d+ passages/)).toBeVisible();

  await job(app).getByRole("button", { name: "Put away" }).click();
  writeFileSync(join(folder, "notes", "heating.md"), "# Heating\n\nThe boiler is serviced every May by Lindqvist.\n");
  rmSync(join(folder, "lease-contract.docx"));
  await addPath(app, folder);
  await ended(app);
  await expect(job(app)).toContainText("1 changed");
  await expect(job(app)).toContainText("1 unchanged");
  await expect(job(app)).toContainText("1 gone from disk");
  await expect(rows(app)).toHaveCount(2);
});

test("a path that does not exist is said in its own place, and nothing changes", async ({ app }) => {
  await openLibrary(app);
  await addPath(app, join(folder, "nowhere"));
  await expect(app.getByRole("alert")).toContainText("There is nothing at");
  await expect(app.getByRole("dialog")).toBeVisible();
});

/** A drag as the system makes it: real files and folders of this machine over the middle of the page. */
const drop = async (page: Page, files: readonly string[], whileOver: () => Promise<void>) => {
  const session = await page.context().newCDPSession(page);
  const drag = (type: "dragEnter" | "dragOver" | "drop") =>
    session.send("Input.dispatchDragEvent", { type, x: 700, y: 400, data: { items: [], files: [...files], dragOperationsMask: 1 } });
  await drag("dragEnter");
  await drag("dragOver");
  await whileOver();
  await drag("drop");
  await session.detach();
};

test("a dropped folder and a dropped file are sent, keep their names, and are found by title", async ({ app }) => {
  await openLibrary(app);
  await drop(app, [join(folder, "notes"), join(folder, "lease-contract.docx")], () =>
    expect(app.getByText("Let go to add to the library")).toBeVisible(),
  );
  await expect(app.getByText("Let go to add to the library")).toBeHidden();
  await ended(app);
  await expect(rows(app)).toHaveCount(2);
  await expect(rows(app).filter({ hasText: "Heating" })).toContainText("notes/heating.md");
  await app.getByRole("searchbox", { name: "Filter documents" }).fill("lease");
  await expect(rows(app)).toHaveCount(1);
  await app.getByRole("searchbox", { name: "Filter documents" }).fill("no such thing");
  await expect(app.getByText("Nothing matches")).toBeVisible();
  await app.getByRole("button", { name: "Clear the filter" }).click();
  await expect(rows(app)).toHaveCount(2);
});

test("search shows why a passage was found, and its filters narrow", async ({ app }) => {
  await openLibrary(app);
  await addPath(app, folder);
  await ended(app);
  await app.getByRole("radio", { name: "Search" }).click();
  await app.getByRole("searchbox", { name: "Search your documents" }).fill("who services the boiler");
  const results = app.getByRole("main").getByRole("list").last().getByRole("listitem");
  await expect(results.first()).toContainText("Lindqvist");
  await expect(results.first().locator("mark").first()).toContainText(/services?d?|boiler/i);
  await expect(results.first().getByRole("img", { name: /Why this passage: score \d(\.\d+)?\. Words #1, Meaning #1/ })).toBeVisible();
  await app.getByRole("button", { name: "Word", exact: true }).click();
  await expect(results.first()).not.toContainText("Lindqvist");
  await app.getByRole("button", { name: "Word", exact: true }).click();
  await app.getByRole("textbox", { name: "Below this folder" }).fill(join(folder, "notes"));
  await expect(results).toHaveCount(1);
});

test("forgetting is taken back by one click, else it holds, and the file on disk stays", async ({ app }) => {
  await openLibrary(app);
  await addPath(app, join(folder, "notes"));
  await ended(app);
  await rows(app).first().getByRole("checkbox").click();
  await expect(app.getByText("1 selected")).toBeVisible();
  await app.getByRole("button", { name: "Forget", exact: true }).click();
  await expect(rows(app)).toHaveCount(0);
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(rows(app)).toHaveCount(1);
  await rows(app).first().getByRole("checkbox").click();
  await app.getByRole("button", { name: "Forget", exact: true }).click();
  await expect(rows(app)).toHaveCount(0);
  await app.reload();
  await expect(app.getByText("Bring what you know")).toBeVisible();
  await addPath(app, join(folder, "notes"));
  await ended(app);
  await expect(rows(app)).toHaveCount(1);
});

test("settings save themselves, say so, and are there after a reload", async ({ app }) => {
  await app.getByRole("link", { name: "Settings" }).click();
  await app.getByRole("radio", { name: "Dark" }).click();
  await expect(app.getByTestId("save-state")).toHaveText("Saved");
  await expect(app.locator("html")).toHaveAttribute("data-theme", "dark");
  const passages = app.getByRole("textbox", { name: "Passages for each question" });
  await passages.fill("99");
  await passages.press("Enter");
  await expect(passages).toHaveValue("20");
  await expect(app.getByTestId("save-state")).toHaveText("Saved");
  await app.reload();
  await expect(passages).toHaveValue("20");
  await expect(app.getByRole("radio", { name: "Dark" })).toHaveAttribute("aria-checked", "true");
});

test("a model file that is none and a provider that does not answer are refused with their reason", async ({ app }) => {
  const file = join(folder, "model.gguf");
  writeFileSync(file, "not a model");
  await app.goto(`${new URL(app.url()).origin}/#/models`);
  await app.getByRole("button", { name: "Add", exact: true }).click();
  await app.getByRole("menuitem", { name: "A model file (GGUF)…" }).click();
  await app.getByRole("textbox", { name: "Path of the file" }).fill(file);
  await app.keyboard.press("Enter");
  await expect(app.getByRole("alert")).toContainText("The model file is damaged");
  await app.getByRole("button", { name: "Cancel" }).click();

  await app.getByRole("button", { name: "Add", exact: true }).click();
  await app.getByRole("menuitem", { name: "A provider or server…" }).click();
  await app.getByRole("button", { name: "Test and save" }).click();
  await expect(app.getByText("Say which model to ask for.")).toBeVisible();
  await app.getByRole("combobox", { name: "Kind" }).click();
  await app.getByRole("option", { name: "Any OpenAI-compatible server" }).click();
  await app.getByRole("textbox", { name: "Name" }).fill("Nobody");
  await app.getByRole("combobox", { name: "Model" }).fill("any");
  await app.getByRole("textbox", { name: "Address" }).fill("http://127.0.0.1:9/v1");
  await app.getByRole("button", { name: "Test and save" }).click();
  await expect(app.getByRole("alert")).toContainText("Nobody cannot be reached", { timeout: 30_000 });
  await expect(app.getByRole("alert")).toContainText("It was not saved.");
});

test("a backup is made, listed and verified, and the checks are well", async ({ app }) => {
  await app.goto(`${new URL(app.url()).origin}/#/settings/data`);
  await expect(app.getByText("There is no backup yet.")).toBeVisible();
  await app.getByRole("button", { name: "Back up now" }).click();
  await app.getByRole("button", { name: "Verify" }).click();
  await expect(app.getByText("Whole", { exact: true })).toBeVisible();
  await expect(app.getByText("Everything Olympus depends on is well.")).toBeVisible();
});
