import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { expect, test } from "./host.ts";

const boiler =
  "The boiler in the cellar is serviced every October by Lindqvist, who brings the parts and notes the pressure of the water.\n";
/** A word nobody else writes. */
const secret = "qwxharbourzv";

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "olympus-memory-"));
  mkdirSync(join(folder, "Downloads"));
  writeFileSync(join(folder, "boiler.md"), boiler.repeat(3));
  writeFileSync(join(folder, "boiler-copy.md"), boiler.repeat(3).replace("October", "March"));
  writeFileSync(join(folder, "tide.md"), "The tide turns at noon and again at midnight.\n");
  writeFileSync(join(folder, "harbour.md"), "The heron of the harbour waits until the fishing boats are back.\n");
  writeFileSync(join(folder, "letter.md"), `Nobody is to know of the ${secret}.\n`);
  writeFileSync(join(folder, "Downloads", "leaflet.md"), "A leaflet about roofs, sent around by a company nobody knows.\n");
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const readIn = async (page: Page) => {
  await page.getByRole("link", { name: "Library", exact: true }).click();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Add by path…" }).click();
  await page.getByRole("textbox", { name: "Path" }).fill(folder);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("ingest-job").first()).toHaveAttribute("data-state", "done", { timeout: 30_000 });
};
const openMemory = async (page: Page) => {
  await page.getByRole("link", { name: "Memory", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Memory" })).toBeVisible();
};
const row = (page: Page, title: string) =>
  page
    .getByRole("table", { name: "Memory" })
    .getByRole("row")
    .filter({ has: page.getByRole("checkbox", { name: `Select ${title}`, exact: true }) });
const card = (page: Page, name: string) => page.getByRole("group", { name: "Overview" }).getByRole("button", { name });

/** Files below a folder that hold a string as its bytes. */
const filesWith = (dataDir: string, word: string): string[] =>
  readdirSync(dataDir, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(dataDir, name);
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path).toString("latin1").includes(word);
  });

test("every document tells whose word it is and why; what the person says holds, and can be taken back", async ({ app }) => {
  await openMemory(app);
  await expect(app.getByText("Nothing to remember yet")).toBeVisible();
  await readIn(app);
  await openMemory(app);
  await expect(card(app, "From elsewhere")).toContainText("1");
  await expect(row(app, "tide").getByTestId("trust")).toHaveText("A file here");
  const trust = row(app, "leaflet").getByTestId("trust");
  await expect(trust).toHaveText("From elsewhere");

  // By keyboard alone.
  await trust.focus();
  await app.keyboard.press("Enter");
  await expect(app.getByText("It lies in a folder of downloads.")).toBeVisible();
  await app.getByRole("menuitemradio", { name: /^Yours/ }).focus();
  await app.keyboard.press("Enter");
  await expect(trust).toHaveText("Yours");
  await expect(trust).toBeFocused();
  await expect(card(app, "Yours")).toContainText("1");

  await card(app, "Yours").click();
  await expect(app.getByRole("table", { name: "Memory" }).getByRole("row")).toHaveCount(2);
  await row(app, "leaflet").getByRole("button", { name: "leaflet", exact: true }).click();
  const about = app.getByRole("dialog", { name: "leaflet" });
  await expect(about).toContainText("You said so.");
  await expect(about).toContainText(join(folder, "Downloads", "leaflet.md"));
  await expect(about).toContainText("No conversation quotes it and no backup holds it.");
  await app.keyboard.press("Escape");
  await trust.click();
  await app.getByRole("menuitem", { name: "Back to what Olympus found" }).click();
  await expect(card(app, "From elsewhere")).toContainText("1");
});

test("copies stand side by side with what differs; one is kept, and that is taken back", async ({ app }) => {
  await readIn(app);
  await openMemory(app);
  await expect(card(app, "Say the same")).toContainText("1");
  await card(app, "Say the same").click();
  const group = app.getByRole("region", { name: /boiler.* and its copies, 2 documents/ });
  await expect(group.getByRole("listitem")).toHaveCount(2);
  await group.getByRole("button", { name: "Compare" }).click();
  const compare = app.getByRole("dialog", { name: "What differs" });
  await expect(compare.getByTestId("diff")).toContainText("March");
  await expect(compare.getByTestId("diff")).toContainText("October");
  await app.keyboard.press("Escape");

  await group.getByRole("button", { name: `Keep this one: ${join(folder, "boiler.md")}` }).click();
  await expect(app.getByText("One document merged", { exact: true })).toBeVisible();
  await expect(group.getByText("Kept", { exact: true })).toBeVisible();
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(group.getByText("Kept", { exact: true })).toBeHidden();
  await group.getByRole("button", { name: `Keep this one: ${join(folder, "boiler.md")}` }).click();
  await app.getByRole("radio", { name: "Documents" }).click();
  await expect(row(app, "boiler-copy")).toContainText("Merged");

  await app.getByRole("link", { name: "Library", exact: true }).click();
  await app.getByRole("radio", { name: "Search" }).click();
  await app.getByRole("searchbox").fill("boiler serviced Lindqvist");
  await app.keyboard.press("Enter");
  await expect(app.getByText(join(folder, "boiler.md")).first()).toBeVisible();
  await expect(app.getByText(join(folder, "boiler-copy.md"))).toHaveCount(0);
});

test("what changed or vanished is marked, with what to do about it", async ({ app }) => {
  await readIn(app);
  await openMemory(app);
  await expect(card(app, "Out of date")).toContainText("All as it was read");
  writeFileSync(join(folder, "tide.md"), "The tide turns at dawn.\n");
  rmSync(join(folder, "harbour.md"));
  await app.getByRole("button", { name: "Check files" }).click();
  await expect(app.getByText("2 documents are out of date", { exact: true })).toBeVisible();
  await expect(card(app, "Out of date")).toContainText("1 changed · 1 missing");
  await row(app, "tide").getByRole("button", { name: "Read again" }).click();
  await expect(row(app, "tide")).not.toContainText("Changed");
  await expect(row(app, "harbour")).toContainText("Missing");
  await row(app, "harbour").getByRole("button", { name: "Forget" }).click();
  await expect(row(app, "harbour")).toHaveCount(0);
  await expect(card(app, "Out of date")).toContainText("All as it was read");
});

test("forgetting is taken back by one click; else not a byte of the words is left, and the conversation that quotes them is named", async ({
  app,
  host,
}) => {
  await readIn(app);
  await app.getByRole("link", { name: "New chat" }).click();
  await app.getByRole("textbox", { name: "Your question" }).fill("How long does the heron wait for the fishing boats?");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("article", { name: "Answer", exact: true })).toContainText("until the fishing boats are back");
  await expect(app.getByRole("button", { name: "Send" })).toBeVisible({ timeout: 20_000 });

  await openMemory(app);
  const holders = () => filesWith(host.dataDir, secret);
  expect(holders()).not.toEqual([]);
  const forget = async () => {
    for (const title of ["harbour", "letter"]) await app.getByRole("checkbox", { name: `Select ${title}`, exact: true }).click();
    await app.getByRole("button", { name: "Forget", exact: true }).click();
    await expect(app.getByText("2 documents forgotten", { exact: true })).toBeVisible();
    await expect(row(app, "letter")).toHaveCount(0);
  };
  await forget();
  await app.getByRole("button", { name: "Undo" }).click();
  await expect(row(app, "letter")).toBeVisible();

  await forget();
  const remains = app.getByRole("status").filter({ hasText: "What stays of 2 forgotten documents" });
  await expect(remains).toContainText("One conversation keeps what it quotes:");
  await expect.poll(holders, { timeout: 30_000 }).toEqual([]);
  await remains.getByRole("link").click();
  await expect(app.getByRole("article", { name: "Answer", exact: true })).toContainText("until the fishing boats are back");
});

test("nothing on the page is closed to anybody, in the dark, in a small window and at a zoom of 200 %", async ({ app }, info) => {
  await app.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await readIn(app);
  rmSync(join(folder, "tide.md"));
  await app.setViewportSize({ width: 900, height: 700 });
  await openMemory(app);
  await app.getByRole("button", { name: "Check files" }).click();
  await expect(card(app, "Out of date")).toContainText("1");
  const look = async (name: string) => {
    await app.screenshot({ path: info.outputPath(`${name}.png`) });
    const { violations } = await new AxeBuilder({ page: app }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  };
  await look("documents");
  await row(app, "leaflet").getByRole("button", { name: "leaflet", exact: true }).click();
  await expect(app.getByRole("dialog", { name: "leaflet" })).toContainText("It lies in a folder of downloads.");
  await look("about");
  await app.keyboard.press("Escape");
  await expect(app.getByRole("dialog")).toHaveCount(0);
  await app.getByRole("radio", { name: "Copies" }).click();
  await expect(app.getByRole("button", { name: /^Keep this one/ }).first()).toBeVisible();
  await look("copies");

  await app.setViewportSize({ width: 720, height: 450 });
  await app.emulateMedia({ colorScheme: "light" });
  const sideways = () => app.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await sideways()).toBeLessThanOrEqual(0);
  await app.getByRole("radio", { name: "Documents" }).click();
  await row(app, "leaflet").getByTestId("trust").scrollIntoViewIfNeeded();
  await expect(row(app, "leaflet").getByTestId("trust")).toBeInViewport();
  expect(await sideways()).toBeLessThanOrEqual(0);
});
