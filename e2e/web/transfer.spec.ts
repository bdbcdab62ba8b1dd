import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright/test";
import { createTestZip } from "#core/testing";
import { expect, test } from "./host.ts";

const message = (id: string, role: string, text: string, atSeconds: number) => ({
  id,
  author: { role, name: null, metadata: {} },
  create_time: atSeconds,
  content: { content_type: "text", parts: [text] },
  status: "finished_successfully",
  weight: 1,
  recipient: "all",
  metadata: role === "assistant" ? { model_slug: "gpt-4o" } : {},
});

/** In the form of a ChatGPT export: one question, answered twice. */
const conversation = (number: number) => ({
  title: `Garden plan ${number}`,
  create_time: 1_700_000_000 + number,
  update_time: 1_700_000_500 + number,
  conversation_id: `conversation-${number}`,
  current_node: "a2",
  mapping: {
    root: { id: "root", parent: null, children: ["q"], message: null },
    q: { id: "q", parent: "root", children: ["a1", "a2"], message: message("q", "user", `What grows in bed ${number}?`, 1_700_000_001) },
    a1: { id: "a1", parent: "q", children: [], message: message("a1", "assistant", "Kale.", 1_700_000_002) },
    a2: { id: "a2", parent: "q", children: [], message: message("a2", "assistant", `Leeks and **marigolds** ${number}.`, 1_700_000_003) },
  },
});

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "olympus-transfer-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const openData = async (page: Page) => {
  await page.goto(`${new URL(page.url()).origin}/#/settings/data`);
  await expect(page.getByRole("heading", { name: "Conversations", exact: true })).toBeVisible();
};
const choose = (page: Page, path: string) => page.locator('input[type="file"][aria-label="Choose a file…"]').setInputFiles(path);
const chooseCommand = async (page: Page, title: string) => {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Command palette" });
  await palette.getByRole("combobox").fill(title);
  await expect(palette.getByRole("option").first()).toContainText(title);
  await page.keyboard.press("Enter");
};
const dialog = (page: Page) => page.getByRole("dialog", { name: "Import conversations" });

test("a ChatGPT export is looked at, imported with its branches, and a second time left as it is", async ({ app }) => {
  const path = write(
    "export.zip",
    createTestZip([
      { name: "user.json", data: "{}" },
      {
        name: "conversations.json",
        data: JSON.stringify([...Array.from({ length: 12 }, (_, number) => conversation(number)), { title: "Broken", mapping: {} }]),
      },
    ]),
  );
  await openData(app);
  await choose(app, path);
  await expect(dialog(app)).toContainText("ChatGPT export");
  await expect(dialog(app)).toContainText("Garden plan 0");
  await expect(dialog(app).getByText("1 is damaged, or part of it")).toBeVisible();
  await dialog(app).getByRole("button", { name: "Import 12 conversations" }).click();
  await expect(dialog(app).getByText("12 conversations were added.")).toBeVisible();
  await dialog(app).getByText("1 is damaged, or part of it").click();
  await expect(dialog(app).getByText("It has no id, so it could not be told apart. It is not in.")).toBeVisible();
  await dialog(app).getByRole("button", { name: "Close" }).last().click();

  const list = app.getByRole("navigation", { name: "Conversations" });
  await list.getByRole("link", { name: "Garden plan 7" }).click();
  const answer = app.getByRole("article").filter({ hasText: "Leeks and marigolds 7." });
  await expect(answer).toBeVisible();
  await expect(answer).toContainText("gpt-4o");
  await answer.hover();
  await expect(answer.getByText("2 / 2").or(answer.getByText("2/2")).first()).toBeVisible();

  await openData(app);
  await choose(app, path);
  await expect(dialog(app).getByText("All 12 are here already")).toBeVisible();
  await expect(dialog(app).getByRole("button", { name: /^Import 0/ })).toBeDisabled();
  await app.keyboard.press("Escape");
  await expect(dialog(app)).toBeHidden();
});

/** A picture of one pixel. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const withPicture = {
  title: "Painted",
  create_time: 1_700_000_000,
  update_time: 1_700_000_500,
  conversation_id: "conversation-painted",
  current_node: "a",
  mapping: {
    root: { id: "root", parent: null, children: ["q"], message: null },
    q: { id: "q", parent: "root", children: ["a"], message: message("q", "user", "Paint a dot.", 1_700_000_001) },
    a: {
      id: "a",
      parent: "q",
      children: [],
      message: {
        ...message("a", "assistant", "", 1_700_000_002),
        content: {
          content_type: "multimodal_text",
          parts: ["Here it is.", { content_type: "image_asset_pointer", asset_pointer: "file-service://file-Dot" }],
        },
      },
    },
  },
};

test("the palette begins an import from any screen, and a picture in an answer is seen", async ({ app }) => {
  await expect(app.getByRole("link", { name: "Import from elsewhere" })).toBeVisible();
  const chooses = app.waitForEvent("filechooser");
  await chooseCommand(app, "Import conversations");
  const zip = createTestZip([
    { name: "conversations.json", data: JSON.stringify([withPicture]) },
    { name: "file-Dot-dot.png", data: pixel },
  ]);
  await (await chooses).setFiles(write("painted.zip", zip));
  await dialog(app).getByRole("button", { name: "Import 1 conversation" }).click();
  await expect(dialog(app).getByText("1 conversation was added.")).toBeVisible();
  await app.keyboard.press("Escape");

  await app.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: "Painted" }).click();
  const answer = app.getByRole("article", { name: "Answer", exact: true });
  await expect(answer).toContainText("Here it is.");
  const picture = answer.getByRole("list", { name: "Pictures" }).getByRole("button");
  await expect(picture.getByRole("img")).toBeVisible();
  await picture.click();
  await expect(app.getByRole("dialog")).toBeVisible();
  await app.keyboard.press("Escape");

  // And everything goes out the same way.
  await app.goto(`${new URL(app.url()).origin}/#/`);
  const download = app.waitForEvent("download");
  await chooseCommand(app, "Export all conversations");
  expect((await download).suggestedFilename()).toMatch(/^olympus-conversations-.*\.zip$/);
});

test("a file that is none, or is broken, says so and what to do", async ({ app }) => {
  await openData(app);
  await choose(app, write("letter.json", '{"dear": "sir"}'));
  await expect(dialog(app).getByRole("alert")).toContainText("No conversations were found in this file");
  await app.keyboard.press("Escape");
  await choose(
    app,
    write("broken.zip", createTestZip([{ name: "conversations.json", data: JSON.stringify([conversation(1)]) }]).subarray(0, 300)),
  );
  await expect(dialog(app).getByRole("alert")).toContainText("This file is damaged");
  await app.keyboard.press("Escape");
  // Its end is missing: what is whole goes in all the same.
  await choose(app, write("cut.json", JSON.stringify([conversation(1), conversation(2)]).slice(0, -40)));
  await dialog(app).getByRole("button", { name: "Import 1 conversation" }).click();
  await expect(dialog(app).getByText("1 conversation was added.")).toBeVisible();
});

test("everything goes out as one zip, which brings it all back", async ({ app }) => {
  await openData(app);
  await choose(app, write("conversations.json", JSON.stringify([conversation(1), conversation(2)])));
  await dialog(app).getByRole("button", { name: "Import 2 conversations" }).click();
  await expect(dialog(app).getByText("2 conversations were added.")).toBeVisible();
  await app.keyboard.press("Escape");

  const download = app.waitForEvent("download");
  await app.getByRole("button", { name: "Export", exact: true }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^olympus-conversations-\d{4}-\d\d-\d\d\.zip$/);
  await expect(app.getByText(/^olympus-conversations.*was saved with your downloads/)).toBeVisible();
  const path = join(folder, "all.zip");
  await saved.saveAs(path);
  const files = unzipSync(new Uint8Array(readFileSync(path)));
  const names = Object.keys(files).toSorted();
  expect(names.map((name) => name.replace(/chat_\w+/, "ID"))).toEqual([
    "README.md",
    "conversations.json",
    "conversations/Garden-plan-1-ID.md",
    "conversations/Garden-plan-2-ID.md",
  ]);
  const text = strFromU8(files[names[2] ?? ""] ?? new Uint8Array());
  expect(text).toContain("Leeks and **marigolds** 1.");
  const all = JSON.parse(strFromU8(files["conversations.json"] ?? new Uint8Array())) as { readonly messages: readonly unknown[] }[];
  expect(all.map(({ messages }) => messages.length)).toEqual([3, 3]);

  await choose(app, path);
  await expect(dialog(app)).toContainText("Olympus, everything");
  await expect(dialog(app).getByText("All 2 are here already")).toBeVisible();
});
