import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { expect, test } from "./host.ts";

const examples = join(import.meta.dirname, "../../resources/plans");
const invoicePlan = join(examples, "sort-invoices-by-year.json");

/** Everything below a folder: paths, permissions and the exact bytes. */
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

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "olympus-plans-"));
  cpSync(join(examples, "sort-invoices-by-year"), folder, { recursive: true });
  // What no text tool understands has to come back just as well.
  mkdirSync(join(folder, "scans"));
  writeFileSync(join(folder, "scans", "receipt.bin"), Buffer.from([0, 255, 13, 10, 0, 128]));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const importPlan = async (page: Page, file: { readonly name: string; readonly text: string }) => {
  await page.getByRole("link", { name: "Tasks" }).click();
  await page.getByRole("button", { name: "Run a plan file" }).first().click();
  await page
    .getByLabel("Choose a plan file")
    .setInputFiles({ name: file.name, mimeType: "application/json", buffer: Buffer.from(file.text) });
  await page.getByRole("textbox", { name: "Folder to work in" }).fill(folder);
  await page.getByRole("button", { name: "See what it would do" }).click();
};

const importInvoices = (page: Page) => importPlan(page, { name: "sort-invoices-by-year.json", text: readFileSync(invoicePlan, "utf8") });

const card = (page: Page) => page.getByTestId("plan-card");
const run = (page: Page) => page.getByTestId("run");
const simulated = (page: Page) => expect(card(page)).toHaveAttribute("data-hash", /.{10}/, { timeout: 20_000 });
const ended = (page: Page, standing: string) => expect(run(page)).toHaveAttribute("data-standing", standing, { timeout: 20_000 });

test("a plan shows exactly what it would do, does that on approval, and Undo puts every byte back", async ({ app }) => {
  const before = snapshot(folder);
  await importInvoices(app);
  await simulated(app);
  await expect(card(app)).toContainText("moves 5 files");
  const diff = app.getByTestId("diff");
  await expect(diff.getByRole("button", { name: /New folder 2023/ })).toBeVisible();
  await expect(diff.getByRole("button", { name: /Moved 2023\/invoice-0117\.txt from invoice-0117\.txt/ })).toBeVisible();
  expect(snapshot(folder)).toEqual(before);

  await app.keyboard.press("a");
  await ended(app, "done");
  await expect(app.getByTestId("run-report")).toContainText("Everything was done, exactly as foreseen.");
  expect(readFileSync(join(folder, "2023/invoice-0117.txt"), "utf8")).toBe(
    readFileSync(join(examples, "sort-invoices-by-year/invoice-0117.txt"), "utf8"),
  );
  expect(existsSync(join(folder, "invoice-0117.txt"))).toBe(false);
  await app.getByTestId("plan-step").filter({ hasText: "files.move" }).first().getByRole("button").click();
  await expect(app.getByRole("row").filter({ hasText: "As predicted" }).first()).toBeVisible();

  await app.keyboard.press("u");
  const dialog = app.getByRole("dialog", { name: "Undo this run?" });
  await expect(dialog).toContainText("moves 5 files");
  await dialog.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await ended(app, "done");
  expect(snapshot(folder)).toEqual(before);

  await app.getByRole("button", { name: "Back to all tasks" }).click();
  await expect(app.getByTestId("run-line")).toHaveCount(2);
  await app.getByRole("searchbox", { name: "Search runs" }).fill("no such run");
  await expect(app.getByText("Nothing matches")).toBeVisible();
});

test("an approval is refused when a file changed after the look, and nothing is touched", async ({ app }) => {
  await importInvoices(app);
  await simulated(app);
  const hash = (await card(app).getAttribute("data-hash")) ?? "";
  appendFileSync(join(folder, "invoice-0117.txt"), "Somebody else wrote this.\n");
  const before = snapshot(folder);
  await card(app).getByRole("button", { name: "Approve and run" }).click();
  await expect(card(app)).toContainText("Something changed since you looked");
  await expect(card(app)).toContainText("Nothing was done.");
  expect(snapshot(folder)).toEqual(before);
  await expect(card(app)).not.toHaveAttribute("data-hash", hash);
  await expect(card(app).getByRole("button", { name: "Approve and run" })).toBeEnabled();
  await card(app).getByRole("button", { name: "Approve and run" }).click();
  await ended(app, "done");
  expect(readFileSync(join(folder, "2023/invoice-0117.txt"), "utf8")).toContain("Somebody else wrote this.");
});

test("undo asks before it overwrites what somebody changed since", async ({ app }) => {
  await importInvoices(app);
  await simulated(app);
  await app.keyboard.press("a");
  await ended(app, "done");
  const edited = join(folder, "2023/invoice-0117.txt");
  appendFileSync(edited, "A later note.\n");
  await app.getByRole("button", { name: "Undo…" }).click();
  const dialog = app.getByRole("dialog");
  await expect(dialog).toContainText("Somebody changed 1 place since the run");
  await expect(dialog.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
  expect(readFileSync(edited, "utf8")).toContain("A later note.");
  await dialog
    .getByRole("radiogroup", { name: "What to do with 2023/invoice-0117.txt" })
    .getByRole("radio", { name: "Put back mine" })
    .click();
  await dialog.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await expect(run(app)).toHaveAttribute("data-standing", /done|partly-undone/, { timeout: 20_000 });
  expect(existsSync(join(folder, "invoice-0117.txt"))).toBe(true);
});

test("a text file's change is shown line by line, an edit makes a new look, and problems are told with their place", async ({ app }) => {
  writeFileSync(join(folder, "notes.txt"), "one\ntotal: 12 EUR\nthree\n");
  const plan = (text: string) => ({
    title: "Correct the total",
    goal: "The total in the notes was wrong.",
    steps: [{ name: "write-notes", tool: "files.write", why: "The total is 15.", input: { path: "notes.txt", text } }],
  });
  await importPlan(app, { name: "broken.json", text: JSON.stringify({ title: "", steps: [] }) });
  await expect(app.getByRole("alert")).toContainText("title");
  await app.getByRole("button", { name: "Cancel" }).click();

  await importPlan(app, { name: "notes.json", text: JSON.stringify(plan("one\ntotal: 15 EUR\nthree\n")) });
  await simulated(app);
  const diff = app.getByTestId("diff");
  await expect(diff).toContainText("total: 12 EUR");
  await expect(diff).toContainText("total: 15 EUR");

  await app.keyboard.press("e");
  const editor = app.getByRole("textbox", { name: "Plan as JSON" });
  await editor.fill(JSON.stringify({ ...plan("x"), steps: [{ name: "write-notes", tool: "files.burn", input: {} }] }));
  await app.keyboard.press("Control+Enter");
  await expect(app.getByRole("alert")).toContainText("uses files.burn, which there is not");
  await editor.fill(JSON.stringify(plan("one\ntotal: 19 EUR\nthree\n")));
  await app.keyboard.press("Control+Enter");
  await expect(diff).toContainText("total: 19 EUR");
  await app.keyboard.press("a");
  await ended(app, "done");
  expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("one\ntotal: 19 EUR\nthree\n");
});

test("a folder is granted and taken back in Permissions", async ({ app }) => {
  await app.getByRole("link", { name: "Tasks" }).click();
  await app.getByRole("radio", { name: "Permissions" }).click();
  await expect(app.getByText("No folder is granted.")).toBeVisible();
  await app.getByRole("textbox", { name: "Grant a folder" }).fill(join(folder, "nowhere"));
  await app.getByRole("button", { name: "Grant" }).click();
  await expect(app.getByRole("alert")).toBeVisible();
  await app.getByRole("textbox", { name: "Grant a folder" }).fill(folder);
  await app.getByRole("button", { name: "Grant" }).click();
  await expect(app.getByText("may be read and changed")).toBeVisible();
  await app.getByRole("button", { name: "Take back" }).click();
  await expect(app.getByText("No folder is granted.")).toBeVisible();
});

test("what would leave waits in the inbox with its bytes and destination; a no keeps it here and takes the run back", async ({ app }) => {
  await importPlan(app, {
    name: "send.json",
    text: JSON.stringify({
      title: "Send an invoice",
      mode: "autopilot",
      steps: [
        { name: "read", tool: "files.read", input: { path: "invoice-0117.txt", firstLine: 1, lineCount: 100 } },
        {
          name: "send",
          tool: "http.fetch",
          after: ["read"],
          input: {
            url: "https://accountant.invalid/inbox",
            method: "POST",
            body: { $from: "read", pointer: "/text" },
            contentType: "text/plain",
            limitBytes: 1000,
          },
        },
      ],
    }),
  });
  await simulated(app);
  await card(app).getByRole("button", { name: "Run, ask where needed" }).click();
  await expect(run(app)).toHaveAttribute("data-standing", "waiting-for-approval", { timeout: 20_000 });
  await expect(app.getByTestId("waiting-count")).toHaveText("1");
  await expect(app.getByRole("listitem").filter({ hasText: "A plan waits for your answer" })).toHaveCount(0);
  await run(app).getByRole("link", { name: "Look at it" }).click();
  const request = app.getByTestId("approval");
  await expect(request).toHaveAttribute("data-reason", "data-may-leave");
  await expect(request).toContainText("POST https://accountant.invalid/inbox");
  await expect(request.getByTestId("diff")).toContainText("Invoice 0117");
  await expect(request.getByRole("radio", { name: "Only this, once" })).toBeChecked();
  await app.keyboard.press("r");
  await expect(app.getByText("Nothing waits for you")).toBeVisible();
  await expect(app.getByTestId("waiting-count")).toBeHidden();
  await app.getByRole("radio", { name: "Runs" }).click();
  await app.getByTestId("run-line").click();
  await ended(app, "compensated");
  await expect(app.getByTestId("plan-step").filter({ hasText: "http.fetch" })).toContainText("was refused");
});

test("a plan that belongs to a conversation is shown in it, runs in it and is undone from it", async ({ app, host }) => {
  const { csrfToken } = (await (await app.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
  const post = async (path: string, data: object) => {
    const answer = await app.request.post(`${host.url}/api/rest${path}`, {
      data,
      headers: { origin: host.url, "x-olympus-csrf": csrfToken },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const before = snapshot(folder);
  const conversation = await post("/chats", { title: "Invoices" });
  const draft: unknown = JSON.parse(readFileSync(invoicePlan, "utf8"));
  await post("/plans", { draft, workspaceRoot: folder, ownGrant: true, conversationId: conversation.id });
  await app.goto(`${host.url}/#/chat/${conversation.id}`);
  await simulated(app);
  await expect(app.getByRole("textbox", { name: "Your question" })).toBeVisible();
  await card(app).getByRole("button", { name: "Approve and run" }).click();
  await ended(app, "done");
  expect(existsSync(join(folder, "2023/invoice-0117.txt"))).toBe(true);
  await run(app).getByRole("button", { name: "Undo…" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await ended(app, "done");
  expect(snapshot(folder)).toEqual(before);
});

test("a run is paused, resumed and cancelled while it goes; what was done stays, and can be undone", async ({ app }) => {
  const before = snapshot(folder);
  await app.getByRole("link", { name: "Tasks" }).click();
  await app.getByRole("radio", { name: "Permissions" }).click();
  await app.getByRole("textbox", { name: "Grant a folder" }).fill(folder);
  await app.getByRole("button", { name: "Grant" }).click();
  await expect(app.getByText("may be read and changed")).toBeVisible();
  await importPlan(app, {
    name: "slow.json",
    text: JSON.stringify({
      title: "Write, then wait for a yes",
      mode: "autopilot",
      steps: [
        { name: "write", tool: "files.write", input: { path: "made.txt", text: "made\n" } },
        {
          name: "send",
          tool: "http.fetch",
          after: ["write"],
          input: { url: "https://nobody.invalid/", method: "POST", body: "made", contentType: "text/plain", limitBytes: 1000 },
        },
      ],
    }),
  });
  await simulated(app);
  await expect(card(app)).toContainText("contacts nobody.invalid");
  await card(app).getByRole("button", { name: "Run, ask where needed" }).click();
  await ended(app, "waiting-for-approval");
  await expect(app.getByTestId("plan-step").first()).toHaveAttribute("data-state", "done");
  await app.keyboard.press("p");
  await ended(app, "paused");
  await run(app).getByRole("button", { name: "Resume" }).click();
  await expect(run(app).getByRole("button", { name: "Pause" })).toBeVisible();
  await run(app).getByRole("button", { name: "Cancel" }).click();
  await ended(app, "stopped");
  expect(readFileSync(join(folder, "made.txt"), "utf8")).toBe("made\n");
  await app.keyboard.press("u");
  await app.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await ended(app, "done");
  expect(snapshot(folder)).toEqual(before);
});

test("of a long change only what is seen is drawn, and its files are reached by keyboard", async ({ app }) => {
  const text = Array.from({ length: 3000 }, (_line, index) => `line ${index + 1}`).join("\n");
  await importPlan(app, {
    name: "long.json",
    text: JSON.stringify({
      title: "Long files",
      steps: ["one", "two", "three"].map((name) => ({ name, tool: "files.write", input: { path: `${name}.txt`, text } })),
    }),
  });
  await simulated(app);
  const diff = app.getByTestId("diff");
  await expect(diff).toContainText("line 1");
  expect(await diff.locator("*").count()).toBeLessThan(600);
  await diff.focus();
  await app.keyboard.press("n");
  await expect(diff.getByRole("button", { name: /New file one\.txt/ })).toBeFocused();
  await app.keyboard.press("n");
  await app.keyboard.press("n");
  await expect(diff.getByRole("button", { name: /New file three\.txt/ })).toBeFocused();
  await app.keyboard.press("ArrowLeft");
  await expect(diff.getByRole("button", { name: /New file three\.txt/ })).toHaveAttribute("aria-expanded", "false");
});
