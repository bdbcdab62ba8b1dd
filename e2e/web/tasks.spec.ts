import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright/test";
import {
  aimAt,
  ask,
  card,
  choose,
  fileOf,
  goal,
  grantFolder,
  invoices,
  look,
  proposal,
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
} from "./acting.ts";
import { expect } from "./host.ts";

const openNewTask = async (page: Page) => {
  await page.getByRole("link", { name: "Tasks", exact: true }).click();
  await page.getByRole("button", { name: "New task" }).first().click();
  return page.getByRole("dialog", { name: "New task" });
};

test("a new task becomes a plan, a yes carries it out, and its folder is the one to start from everywhere", async ({
  app,
  folder,
  provider,
}) => {
  const before = snapshot(folder);
  provider.script(says(look("files.list", { path: ".", recursive: false, limit: 100 })), says(sortByYear));
  const dialog = await openNewTask(app);
  await dialog.getByRole("textbox", { name: "What to do" }).fill(goal);
  await expect(dialog.getByRole("button", { name: "Make a plan" })).toBeDisabled();
  await grantFolder(app, folder);
  await dialog.getByRole("button", { name: "Make a plan" }).click();
  await expect(app).toHaveURL(/#\/tasks\/plan\/plan_/);
  await simulated(app);
  await expect(card(app)).toContainText("moves 6 files");
  expect(snapshot(folder)).toEqual(before);
  await app.keyboard.press("a");
  await standsAs(app, "done");
  expect(readFileSync(join(folder, "summary.md"), "utf8")).toBe(summary);

  await expect((await openNewTask(app)).getByRole("combobox", { name: "Folder to work in" })).toContainText("olympus-invoices-");
  await app.keyboard.press("Escape");
  await app.getByRole("button", { name: "Run a plan file" }).click();
  await expect(app.getByRole("textbox", { name: "Folder to work in" })).toHaveValue(folder);
  await app.keyboard.press("Escape");
  await app.getByRole("link", { name: "New chat" }).click();
  await app.getByRole("radio", { name: "Do", exact: true }).click();
  await expect(app.getByRole("combobox", { name: "Folder to work in" })).toContainText("olympus-invoices-");
});

test("a goal that needs no change is answered in the dialog", async ({ app, folder, provider }) => {
  const before = snapshot(folder);
  provider.script(says({ next: { action: "answer", text: "Six invoices lie in this folder." } }));
  const dialog = await openNewTask(app);
  await dialog.getByRole("textbox", { name: "What to do" }).fill("How many invoices are there?");
  await grantFolder(app, folder);
  await dialog.getByRole("button", { name: "Make a plan" }).click();
  await expect(dialog).toContainText("Six invoices lie in this folder.");
  expect(snapshot(folder)).toEqual(before);
});

test("a task without anybody to plan it says so before it is begun, and keeps what was written", async ({ app, folder }) => {
  const before = snapshot(folder);
  await app.keyboard.press("Control+Shift+E");
  await app.getByRole("button", { name: "New task" }).first().click();
  const dialog = app.getByRole("dialog", { name: "New task" });
  await dialog.getByRole("textbox", { name: "What to do" }).fill("Sort the invoices by year");
  await grantFolder(app, folder);
  await expect(dialog).toContainText("No model is set up that can plan");
  await expect(dialog.getByRole("button", { name: "Make a plan" })).toBeDisabled();
  await expect(dialog.getByRole("textbox", { name: "What to do" })).toHaveValue("Sort the invoices by year");
  expect(snapshot(folder)).toEqual(before);
});

test("in Observe the dry run is all there is", async ({ app, folder, provider }) => {
  const before = snapshot(folder);
  provider.script(says(look("files.read", { path: fileOf("0117"), firstLine: 1, lineCount: 20 })), says(sortByYear));
  await aimAt(app, folder);
  await choose(app, "How far it may go", "Observe");
  await say(app, goal);
  await simulated(app);
  await expect(task(app)).toHaveAttribute("data-state", "simulated");
  await expect(card(app)).toContainText("moves 6 files");
  await expect(card(app)).toContainText("This plan only looks");
  await expect(card(app).getByRole("button", { name: "Approve and run" })).toBeDisabled();
  await app.getByRole("link", { name: "Tasks", exact: true }).click();
  await expect(app.getByTestId("run-line")).toHaveCount(0);
  expect(snapshot(folder)).toEqual(before);
});

test("a task that reaches its limit says which, what to do next, and goes on with more", async ({ app, folder, provider }) => {
  const before = snapshot(folder);
  provider.script(
    ...Array.from({ length: 16 }, (_round, index) =>
      says(look("files.read", { path: fileOf(invoices[index % 6]?.number ?? ""), firstLine: 1, lineCount: index + 1 })),
    ),
    says(sortByYear),
  );
  await aimAt(app, folder);
  await say(app, goal);
  await expect(task(app)).toHaveAttribute("data-state", "failed", { timeout: 30_000 });
  const alert = task(app).getByRole("alert");
  await expect(alert).toContainText("The task was stopped at its limit");
  await expect(alert).toContainText("16");
  await expect(alert).toContainText("Nothing was changed.");
  await expect(alert.getByRole("link", { name: "Models…" })).toBeVisible();
  expect(snapshot(folder)).toEqual(before);
  await alert.getByRole("button", { name: "Try with twice as much" }).click();
  await simulated(app);
  await expect(task(app)).toHaveAttribute("data-state", "waiting-for-approval");
  await expect(app.getByRole("list", { name: "Earlier here" }).getByRole("listitem")).toHaveText([/failed$/]);
});

test("a run that was paused while it waited goes on after Resume and a yes, and ends done", async ({ app, folder, host }) => {
  writeFileSync(join(folder, "note.txt"), "The boiler is due in May.\n");
  await ask(app, host, "POST", "/workspaces", { path: folder, access: "write" });
  const draft = {
    title: "Copy the note and remember it",
    mode: "autopilot",
    steps: [
      { name: "read", tool: "files.read", input: { path: "note.txt", firstLine: 1, lineCount: 10 } },
      {
        name: "copy",
        tool: "files.write",
        after: ["read"],
        input: { path: "copy.txt", text: { $from: "read", pointer: "/text" }, encoding: "utf-8" },
      },
      { name: "remember", tool: "memory.add", after: ["copy"], input: { title: "Boiler", text: { $from: "read", pointer: "/text" } } },
    ],
  };
  const plan = (await ask(app, host, "POST", "/plans", { draft, workspaceRoot: folder })) as { id: string };
  await app.goto(`${host.url}/#/tasks/plan/${plan.id}`);
  await simulated(app);
  await card(app).getByRole("button", { name: "Run, ask where needed" }).click();
  await standsAs(app, "waiting-for-approval");
  await app.keyboard.press("p");
  await standsAs(app, "paused");
  expect(readFileSync(join(folder, "copy.txt"), "utf8")).toContain("The boiler is due in May.");
  await app.reload();
  await standsAs(app, "paused");
  await run(app).getByRole("button", { name: "Resume" }).click();
  await standsAs(app, "waiting-for-approval");
  await run(app).getByRole("link", { name: "Look at it" }).click();
  await expect(app.getByTestId("approval")).toContainText("The boiler is due in May.");
  await app.keyboard.press("a");
  await expect(app.getByText("Nothing waits for you")).toBeVisible();
  await app.getByRole("radio", { name: "Runs" }).click();
  await app.getByTestId("run-line").click();
  await standsAs(app, "done");
  await expect(run(app)).toContainText("you stepped in");
  await app.getByRole("link", { name: "Library" }).click();
  await expect(app.getByText("Boiler").first()).toBeVisible();
});

test("in Autopilot low risk runs at once, what would leave asks, and a yes in the inbox lets it go on", async ({
  app,
  folder,
  host,
  provider,
}) => {
  const received: string[] = [];
  const accountant = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (text: string) => received.push(text));
    request.on("end", () => response.end("Thank you"));
  });
  await new Promise<void>((resolve) => accountant.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(accountant.address() as AddressInfo).port}`;
  await ask(app, host, "PATCH", "/settings", { allowedHosts: [address] });
  const total = "Total of all invoices: 1540.45 EUR";
  provider.script(
    says(look("files.list", { path: ".", recursive: false, limit: 100 })),
    says(
      proposal("Add the invoices up and send the total", [
        { name: "write", tool: "files.write", input: { path: "total.txt", text: `${total}\n`, encoding: "utf-8" } },
        {
          name: "send",
          tool: "http.fetch",
          after: ["write"],
          input: { url: `http://${address}/inbox`, method: "POST", body: total, contentType: "text/plain", limitBytes: 1000 },
        },
        { name: "move", tool: "files.move", after: ["send"], input: { from: "total.txt", to: "sent/total.txt" } },
      ]),
    ),
  );
  const dialog = await openNewTask(app);
  await dialog.getByRole("textbox", { name: "What to do" }).fill("Add the invoices up and send the total to the accountant");
  await grantFolder(app, folder);
  await choose(app, "How far it may go", "Autopilot");
  await dialog.getByRole("button", { name: "Make a plan" }).click();
  await expect(app).toHaveURL(/#\/tasks\/run\/run_/);
  await standsAs(app, "waiting-for-approval");
  expect(readFileSync(join(folder, "total.txt"), "utf8")).toBe(`${total}\n`);
  expect(received).toEqual([]);
  await expect(app.getByTestId("waiting-count")).toHaveText("1");
  await run(app).getByRole("link", { name: "Look at it" }).click();
  const request = app.getByTestId("approval");
  await expect(request).toContainText(`POST http://${address}/inbox`);
  await expect(request.getByTestId("diff")).toContainText(total);
  await app.keyboard.press("a");
  await expect(app.getByText("Nothing waits for you")).toBeVisible();
  await app.getByRole("radio", { name: "Runs" }).click();
  await app.getByTestId("run-line").click();
  await standsAs(app, "done");
  expect(received).toEqual([total]);
  expect(readFileSync(join(folder, "sent", "total.txt"), "utf8")).toBe(`${total}\n`);
  accountant.close();
});
