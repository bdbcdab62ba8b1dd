import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { ask, card, fileOf, invoices, run, simulated, snapshot, sortByYear, standsAs, test, textOf } from "./acting.ts";
import { expect, type WebHost } from "./host.ts";

const { title, steps } = sortByYear.next;

/** Keeps a plan for the folder and opens its page. */
const openPlan = async (page: Page, host: WebHost, folder: string): Promise<string> => {
  const { id } = (await ask(page, host, "POST", "/plans", { draft: { title, steps }, workspaceRoot: folder, ownGrant: true })) as {
    id: string;
  };
  await page.goto(`${host.url}/#/tasks/plan/${id}`);
  await simulated(page);
  return id;
};

const choiceOf = (page: Page, path: string, choice: string) =>
  page.getByRole("radiogroup", { name: `What to do with ${path}` }).getByRole("radio", { name: choice });

test("of each place that somebody changed, theirs stays or mine comes back, and the undo can be undone", async ({ app, folder, host }) => {
  const original = snapshot(folder);
  await openPlan(app, host, folder);
  await app.keyboard.press("a");
  await standsAs(app, "done");
  const theirs = join(folder, "2023", fileOf("0117"));
  const mine = join(folder, "summary.md");
  appendFileSync(theirs, "Paid in March.\n");
  appendFileSync(mine, "Their own line.\n");
  rmSync(join(folder, "2025", fileOf("0377")));
  const changed = snapshot(folder);

  await app.keyboard.press("u");
  const dialog = app.getByRole("dialog", { name: "Undo this run?" });
  await expect(dialog.getByTestId("undo-conflict")).toHaveCount(3);
  const undo = dialog.getByRole("button", { name: "Undo", exact: true });
  await expect(undo).toBeDisabled();
  await expect(dialog).toContainText("Somebody removed it. It can only be left as it is.");
  await expect(dialog.getByText("3 places to decide on")).toBeVisible();
  await choiceOf(app, `2023/${fileOf("0117")}`, "Keep theirs").click();
  await choiceOf(app, "summary.md", "Put back mine").click();
  await expect(undo).toBeDisabled();
  await choiceOf(app, `2025/${fileOf("0377")}`, "Keep theirs").click();
  await expect(undo).toBeEnabled();
  await expect(dialog).toContainText("stay");
  await expect(dialog.getByTestId("diff").getByRole("button", { name: /summary\.md/ })).toBeVisible();
  expect(snapshot(folder)).toEqual(changed);

  await undo.click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await standsAs(app, "done");
  expect(readFileSync(theirs, "utf8")).toContain("Paid in March.");
  expect(existsSync(join(folder, fileOf("0117")))).toBe(false);
  expect(existsSync(mine)).toBe(false);
  expect(existsSync(join(folder, fileOf("0377")))).toBe(false);
  for (const { number } of invoices.slice(1, 5)) expect(existsSync(join(folder, fileOf(number)))).toBe(true);

  await app.keyboard.press("u");
  const redo = app.getByRole("dialog", { name: "Take the undo back?" });
  await redo.getByRole("button", { name: "Redo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo: Undo:");
  await standsAs(app, "done");
  expect(snapshot(folder)).toEqual(changed);
  expect(Object.keys(original)).toContain(fileOf("0117"));
  expect(readFileSync(mine, "utf8")).toContain("Their own line.");
});

test("all of theirs is kept with one press", async ({ app, folder, host }) => {
  await openPlan(app, host, folder);
  await app.keyboard.press("a");
  await standsAs(app, "done");
  const edited = invoices.slice(0, 2);
  for (const { number } of edited) appendFileSync(join(folder, "2023", fileOf(number)), "Paid.\n");
  await app.keyboard.press("u");
  const dialog = app.getByRole("dialog", { name: "Undo this run?" });
  await dialog.getByRole("button", { name: "Keep all of theirs" }).click();
  await dialog.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(run(app).getByRole("heading", { level: 2 })).toContainText("Undo:");
  await standsAs(app, "done");
  for (const invoice of edited)
    expect(readFileSync(join(folder, "2023", fileOf(invoice.number)), "utf8")).toBe(`${textOf(invoice)}Paid.\n`);
  for (const invoice of invoices.slice(2)) expect(readFileSync(join(folder, fileOf(invoice.number)), "utf8")).toBe(textOf(invoice));
  expect(existsSync(join(folder, "2024"))).toBe(false);
});

test("a plan that was rejected is kept as such, and a later yes takes the no back", async ({ app, folder, host }) => {
  const before = snapshot(folder);
  await openPlan(app, host, folder);
  await app.keyboard.press("r");
  const line = app.getByTestId("plan-line");
  await expect(line).toHaveAttribute("data-standing", "rejected");
  await expect(line).toContainText("Rejected");
  await line.click();
  await simulated(app);
  await expect(card(app)).toContainText("You said no to this plan");
  await expect(card(app).getByRole("button", { name: "Reject" })).toBeHidden();
  expect(snapshot(folder)).toEqual(before);
  await card(app).getByRole("button", { name: "Approve and run" }).click();
  await standsAs(app, "done");
  await app.getByRole("button", { name: "Back to all tasks" }).click();
  await expect(app.getByTestId("plan-line")).toHaveCount(0);
  await expect(app.getByTestId("run-line")).toContainText("effects");
});

test("the list of runs follows what happens elsewhere without being read anew", async ({ app, folder, host }) => {
  const { id } = (await ask(app, host, "POST", "/plans", { draft: { title, steps }, workspaceRoot: folder, ownGrant: true })) as {
    id: string;
  };
  await app.getByRole("link", { name: "Tasks", exact: true }).click();
  await expect(app.getByTestId("plan-line")).toHaveAttribute("data-standing", "planned");
  const { hash } = (await ask(app, host, "POST", `/plans/${id}/simulations`)) as { hash: string };
  await ask(app, host, "POST", `/plans/${id}/approvals`, { hash });
  const { runId } = (await ask(app, host, "POST", `/plans/${id}/runs`, { hash })) as { runId: string };
  const line = app.getByTestId("run-line");
  await expect(line).toHaveAttribute("data-standing", "done");
  await expect(line).toContainText("10 effects");
  await expect(app.getByTestId("plan-line")).toHaveCount(0);
  await ask(app, host, "POST", `/runs/${runId}/undo`, {});
  await expect(line).toHaveCount(2);
  await expect(line.first()).toContainText("Undo:");
});
