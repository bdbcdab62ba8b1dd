import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  aimAt,
  ask,
  card,
  fileOf,
  goal,
  grantFolder,
  invoices,
  look,
  run,
  say,
  says,
  simulated,
  snapshot,
  sortByYear,
  standsAs,
  summary,
  task,
  test,
  textOf,
} from "./acting.ts";
import { expect } from "./host.ts";

test("a goal said in chat becomes a plan, a yes does exactly that, and Undo puts every byte back", async ({ app, folder, provider }) => {
  const before = snapshot(folder);
  provider.script(
    says(look("files.list", { path: ".", recursive: false, limit: 100 })),
    ...invoices.map(({ number }) => says(look("files.read", { path: fileOf(number), firstLine: 1, lineCount: 20 }))),
    says(sortByYear),
  );
  await aimAt(app, folder);
  await expect(app.getByRole("combobox", { name: "How far it may go" })).toContainText("Draft");
  await say(app, goal);

  await expect(task(app)).toContainText(goal);
  await simulated(app);
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
  await standsAs(app, "done");
  for (const invoice of invoices) {
    const name = fileOf(invoice.number);
    expect(existsSync(join(folder, name))).toBe(false);
    expect(readFileSync(join(folder, invoice.date.slice(0, 4), name), "utf8")).toBe(textOf(invoice));
  }
  expect(readFileSync(join(folder, "summary.md"), "utf8")).toBe(summary);
  expect(statSync(join(folder, "2024", fileOf("0204"))).mode & 0o777).toBe(0o600);

  await app.reload();
  await expect(task(app)).toContainText(goal);
  await standsAs(app, "done");
  await run(app).getByRole("button", { name: "Undo…" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await standsAs(app, "done");
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

  provider.script(says(sortByYear));
  await task(app).getByRole("button", { name: "Try again" }).click();
  await simulated(app);
  await expect(app.getByRole("list", { name: "Earlier here" }).getByRole("listitem")).toHaveText([/cancelled$/]);
});

test("without a model that plans it says so before anything is sent, and shows where to add one", async ({ app, folder }) => {
  const before = snapshot(folder);
  await aimAt(app, folder);
  await expect(app.getByText("No model is set up that can plan")).toBeVisible();
  await app.getByRole("textbox", { name: "What to do" }).fill(goal);
  await app.keyboard.press("Enter");
  await expect(app.getByRole("button", { name: "Make a plan" })).toBeDisabled();
  await expect(task(app)).toBeHidden();
  expect(snapshot(folder)).toEqual(before);
  await app.getByRole("link", { name: "Models…" }).click();
  await expect(app).toHaveURL(/#\/models$/);
  await app.goBack();
  await expect(app.getByRole("textbox", { name: "What to do" })).toHaveValue(goal);
});

test("where quotes were chosen to answer, somebody who can plan makes the plan", async ({ app, folder, host, provider }) => {
  // A provider outside the order is asked only when it is named.
  await ask(app, host, "PATCH", "/settings", { modelOrder: ["extractive"] });
  await app.getByRole("button", { name: /^Model:/ }).click();
  await app.getByRole("menuitemradio", { name: /Quotes only/ }).click();
  await expect(app.getByRole("button", { name: "Model: Quotes only" })).toBeVisible();
  await app.getByRole("radio", { name: "Do", exact: true }).click();
  await expect(app.getByRole("button", { name: "Model: Scripted" })).toBeVisible();
  await app.getByRole("button", { name: /^Model:/ }).click();
  await expect(app.getByRole("menuitemradio", { name: /Quotes only/ })).toBeHidden();
  await app.keyboard.press("Escape");
  await grantFolder(app, folder);
  provider.script(says(sortByYear));
  await say(app, goal);
  await simulated(app);
  await app.getByRole("radio", { name: "Ask", exact: true }).click();
  await expect(app.getByRole("button", { name: "Model: Quotes only" })).toBeVisible();
});

test("an empty chat speaks of doing in Do, and suggests goals to be made one's own", async ({ app }) => {
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("Ask your own documents");
  await app.getByRole("radio", { name: "Do", exact: true }).click();
  await expect(app.getByRole("heading", { level: 1 })).toHaveText("What would you like done?");
  await expect(app.getByText("Drop files or a folder here")).toBeHidden();
  await app
    .getByRole("region", { name: "For example" })
    .getByRole("button", { name: /Collect all notes/ })
    .click();
  await expect(app.getByRole("textbox", { name: "What to do" })).toHaveValue("Collect all notes into one file, newest first");
  await expect(app.getByRole("textbox", { name: "What to do" })).toBeFocused();
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
