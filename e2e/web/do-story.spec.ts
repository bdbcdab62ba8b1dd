import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { expect, test as base } from "./host.ts";

const invoices = [
  { number: "0117", date: "2023-02-11", firm: "Fen Timber", total: "120.00" },
  { number: "0198", date: "2023-11-30", firm: "Alder Glass", total: "64.50" },
  { number: "0204", date: "2024-01-08", firm: "Fen Timber", total: "18.20" },
  { number: "0261", date: "2024-06-19", firm: "Bright Plumbing", total: "310.00" },
  { number: "0312", date: "2025-03-02", firm: "Alder Glass", total: "42.00" },
  { number: "0377", date: "2025-09-27", firm: "Rook Roofing", total: "985.75" },
];
const fileOf = (number: string) => `invoice-${number}.txt`;
const textOf = ({ date, firm, number, total }: (typeof invoices)[number]) =>
  `Invoice ${number}\nFrom: ${firm}\nDate: ${date}\nTotal: ${total} EUR\n`;
const summary = `# Invoices by year\n\n${invoices.map(({ date, firm, number, total }) => `- ${date.slice(0, 4)}: ${number}, ${firm}, ${total} EUR`).join("\n")}\n`;
const goal = "Sort the invoices in this folder by year and write a summary";

const look = (tool: string, input: object) => ({ next: { action: "look", tool, input } });
const plan = {
  next: {
    action: "plan",
    title: "Sort six invoices by year",
    steps: [
      ...invoices.map(({ date, number }) => ({
        name: `file-${number}`,
        why: `The invoice is from ${date.slice(0, 4)}.`,
        tool: "files.move",
        input: { from: fileOf(number), to: `${date.slice(0, 4)}/${fileOf(number)}` },
        after: [],
        mayChange: [],
      })),
      {
        name: "summary",
        why: "One line for each invoice.",
        tool: "files.write",
        input: { path: "summary.md", text: summary, encoding: "utf-8" },
        after: invoices.map(({ number }) => `file-${number}`),
        mayChange: [],
      },
    ],
  },
};

/** Everything below a folder: names, permissions and the exact bytes. */
const snapshot = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .toSorted()
      .map((path) => {
        const found = statSync(join(folder, path));
        const content = found.isDirectory()
          ? "folder"
          : createHash("sha256")
              .update(readFileSync(join(folder, path)))
              .digest("hex");
        return [path, `${(found.mode & 0o777).toString(8)} ${content}`];
      }),
  );

const says = (value: unknown) => ({ type: "answer" as const, answer: { text: [JSON.stringify(value)] } });

/** A folder of invoices, and a provider that says what it is told; the first in the order. */
const test = base.extend<{ folder: string; provider: ProviderServer }>({
  folder: async ({ browserName: _unused }, provide) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "olympus-invoices-")));
    for (const invoice of invoices) writeFileSync(join(folder, fileOf(invoice.number)), textOf(invoice));
    chmodSync(join(folder, fileOf("0204")), 0o600);
    mkdirSync(join(folder, "scans"));
    writeFileSync(join(folder, "scans", "receipt.bin"), Buffer.from([0, 255, 13, 10, 0, 128]));
    await provide(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  provider: async ({ app, host }, provide) => {
    const server = await startProviderServer("openai");
    server.script({ type: "answer", answer: { text: ["OK"] } });
    const { csrfToken } = (await (await app.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
    const ask = async (method: "POST" | "PATCH", path: string, data: object) => {
      const answer = await app.request.fetch(`${host.url}/api/rest${path}`, {
        method,
        data,
        headers: { origin: host.url, "x-olympus-csrf": csrfToken },
      });
      expect(answer.ok(), await answer.text()).toBe(true);
      return (await answer.json()) as { id: string };
    };
    const draft = { kind: "compatible", name: "Scripted", baseUrl: `${server.origin}/v1`, model: "scripted", key: "a-key" };
    const { id } = await ask("POST", "/providers", draft);
    await ask("PATCH", "/settings", { modelOrder: [id, "extractive"] });
    await provide(server);
    await server.close();
  },
});

const task = (page: Page) => page.getByTestId("task");
const card = (page: Page) => page.getByTestId("plan-card");
const run = (page: Page) => page.getByTestId("run");
const ended = (page: Page) => expect(run(page)).toHaveAttribute("data-standing", "done", { timeout: 20_000 });

/** Chooses Do and grants the folder. */
const aimAt = async (page: Page, folder: string) => {
  await page.getByRole("radio", { name: "Do", exact: true }).click();
  await page.getByRole("combobox", { name: "Folder to work in" }).click();
  await page.getByRole("option", { name: "Another folder…" }).click();
  const dialog = page.getByRole("dialog", { name: "Grant a folder" });
  await dialog.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
  await dialog.getByRole("button", { name: "Grant" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Folder to work in" })).toContainText("olympus-invoices-");
};

const say = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "What to do" }).fill(text);
  await page.keyboard.press("Enter");
};

test("a goal said in chat becomes a plan, a yes does exactly that, and Undo puts every byte back", async ({ app, folder, provider }) => {
  const before = snapshot(folder);
  provider.script(
    says(look("files.list", { path: ".", recursive: false, limit: 100 })),
    ...invoices.map(({ number }) => says(look("files.read", { path: fileOf(number), firstLine: 1, lineCount: 20 }))),
    says(plan),
  );
  await aimAt(app, folder);
  await expect(app.getByRole("combobox", { name: "How far it may go" })).toContainText("Draft");
  await say(app, goal);

  await expect(task(app)).toContainText(goal);
  await expect(card(app)).toHaveAttribute("data-hash", /.{10}/, { timeout: 20_000 });
  await expect(card(app)).toContainText("moves 6 files");
  await expect(app.getByTestId("waiting-count")).toBeHidden();
  await task(app)
    .getByRole("button", { name: /Looked at 7 places, asked .* 8 times/ })
    .click();
  await expect(app.getByTestId("task-step")).toHaveText(["listed the folder", ...invoices.map(({ number }) => `read ${fileOf(number)}`)]);
  const diff = app.getByTestId("diff");
  await expect(diff.getByRole("button", { name: /New folder 2023/ })).toBeVisible();
  await expect(diff.getByRole("button", { name: /Moved 2023\/invoice-0117\.txt from invoice-0117\.txt/ })).toBeVisible();
  await expect(diff.getByRole("button", { name: /New file summary\.md/ })).toBeAttached();
  expect(snapshot(folder)).toEqual(before);

  await card(app).getByRole("button", { name: "Approve and run" }).click();
  await ended(app);
  for (const invoice of invoices) {
    const name = fileOf(invoice.number);
    expect(existsSync(join(folder, name))).toBe(false);
    expect(readFileSync(join(folder, invoice.date.slice(0, 4), name), "utf8")).toBe(textOf(invoice));
  }
  expect(readFileSync(join(folder, "summary.md"), "utf8")).toBe(summary);
  expect(statSync(join(folder, "2024", fileOf("0204"))).mode & 0o777).toBe(0o600);

  await app.reload();
  await expect(task(app)).toContainText(goal);
  await ended(app);
  await run(app).getByRole("button", { name: "Undo…" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await ended(app);
  expect(snapshot(folder)).toEqual(before);
});

test("looking is told while it goes on, is found again by a new window, and can be stopped", async ({ app, folder, provider }) => {
  const before = snapshot(folder);
  provider.script(
    says(look("files.read", { path: fileOf("0117"), firstLine: 1, lineCount: 20 })),
    { type: "answer", answer: { text: ["I would rather write a poem."] } },
    says(look("files.read", { path: fileOf("0198"), firstLine: 1, lineCount: 20 })),
    { type: "mute" },
  );
  await aimAt(app, folder);
  await say(app, goal);
  const steps = [/^read invoice-0117\.txt$/, /could not be used and was sent back/, /^read invoice-0198\.txt$/];
  await expect(app.getByTestId("task-step")).toHaveText(steps);
  await expect(task(app)).toHaveAttribute("data-state", "working");
  await app.reload();
  await expect(app.getByTestId("task-step")).toHaveText(steps);
  await task(app).getByRole("button", { name: "Stop" }).click();
  await expect(task(app)).toHaveAttribute("data-state", "cancelled");
  await expect(task(app)).toContainText("Nothing was changed.");
  await expect(card(app)).toBeHidden();
  expect(snapshot(folder)).toEqual(before);

  provider.script(says(plan));
  await task(app).getByRole("button", { name: "Try again" }).click();
  await expect(card(app)).toHaveAttribute("data-hash", /.{10}/, { timeout: 20_000 });
  await expect(app.getByRole("list", { name: "Earlier here" }).getByRole("listitem")).toHaveText([/cancelled$/]);
});

test("without a model that plans it says so, shows where to add one, and touches nothing", async ({ app, folder }) => {
  const before = snapshot(folder);
  await aimAt(app, folder);
  await app.keyboard.press("Escape");
  await say(app, goal);
  await expect(task(app).getByRole("alert")).toContainText("There is no model that can plan");
  expect(snapshot(folder)).toEqual(before);
  await task(app).getByRole("link", { name: "Models…" }).click();
  await expect(app).toHaveURL(/#\/settings\/models$/);
});

test("Ask or Do is kept with what was written; without a folder nothing can be sent", async ({ app, folder, provider }) => {
  await app.getByRole("radio", { name: "Ask", exact: true }).focus();
  await app.keyboard.press("ArrowRight");
  await expect(app.getByRole("radio", { name: "Do", exact: true })).toBeFocused();
  await app.keyboard.press("Space");
  const words = app.getByRole("textbox", { name: "What to do" });
  await words.fill("Rename the scans");
  await expect(app.getByRole("button", { name: "Make a plan" })).toBeDisabled();
  await app.reload();
  await expect(words).toHaveValue("Rename the scans");
  await expect(app.getByRole("radio", { name: "Do", exact: true })).toBeChecked();
  await aimAt(app, folder);
  await app.getByRole("radio", { name: "Ask", exact: true }).click();
  provider.script({ type: "answer", answer: { text: ["They are named well."] } });
  await app.getByRole("button", { name: "Send" }).click();
  await expect(app.getByRole("article", { name: "Answer", exact: true })).toContainText("They are named well.");
  await expect(task(app)).toBeHidden();
});
