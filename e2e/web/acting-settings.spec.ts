import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ask, card, simulated, snapshot, standsAs, test } from "./acting.ts";
import { expect } from "./host.ts";

test("what is kept for undo is shown, limited and let go of; a run then says what it can no longer give back", async ({
  app,
  folder,
  host,
}) => {
  const before = snapshot(folder);
  const draft = {
    title: "Write over an invoice",
    steps: [{ name: "write", tool: "files.write", input: { path: "invoice-0117.txt", text: "Nothing.\n", encoding: "utf-8" } }],
  };
  const { id } = (await ask(app, host, "POST", "/plans", { draft, workspaceRoot: folder, ownGrant: true })) as { id: string };
  await app.goto(`${host.url}/#/tasks/plan/${id}`);
  await simulated(app);
  await app.keyboard.press("a");
  await standsAs(app, "done");

  await app.getByRole("link", { name: "Settings" }).click();
  await app.getByRole("link", { name: "Acting" }).click();
  await expect(app.getByText(/^\d+ B of 5\.0 GB$/)).toBeVisible();
  const room = app.getByRole("textbox", { name: "Room" });
  await room.fill("0");
  await room.press("Enter");
  await expect(app.getByText(/^\d+ B of 1\.0 GB$/)).toBeVisible();
  await app.getByRole("button", { name: "Time +" }).click();
  await expect(app.getByTestId("save-state")).toHaveText("Saved");
  await expect.poll(() => ask(app, host, "GET", "/settings")).toMatchObject({ undoQuotaBytes: 1024 ** 3, undoKeepDays: 31 });

  await app.getByRole("button", { name: "Empty now…" }).click();
  const dialog = app.getByRole("dialog", { name: "Empty what is kept for undo?" });
  await dialog.getByRole("button", { name: "Empty", exact: true }).click();
  await expect(app.getByRole("listitem").filter({ hasText: "freed, kept for 1 run" })).toBeVisible();
  await expect(app.getByText("0 B of 1.0 GB")).toBeVisible();
  await expect(app.getByRole("button", { name: "Empty now…" })).toBeDisabled();

  await app.getByRole("link", { name: "Tasks", exact: true }).click();
  await app.getByTestId("run-line").click();
  await expect(app.getByText("Undo no longer reaches all of it")).toBeVisible();
  await app.keyboard.press("u");
  await expect(app.getByRole("dialog")).toContainText("what stood there before is no longer kept");
  await expect(app.getByRole("dialog").getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
  expect(snapshot(folder)).not.toEqual(before);
});

test("hosts that plans may ask are listed by hand; a plan reaches those and no other", async ({ app, folder, host }) => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.end("The gate opens at nine.");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  await app.goto(`${host.url}/#/settings/acting`);
  await expect(app.getByText("Every public host may be asked.")).toBeVisible();
  const field = app.getByRole("textbox", { name: "Add a host" });
  await field.fill("two words");
  await field.press("Enter");
  await expect(app.getByRole("alert")).toContainText("This is no host.");
  await field.fill("https://Example.org/some/page");
  await field.press("Enter");
  await expect(app.getByRole("listitem").filter({ hasText: "example.org" })).toBeVisible();
  await expect(app.getByText("Only this host may be asked.")).toBeVisible();
  await field.fill("example.org");
  await field.press("Enter");
  await expect(app.getByRole("alert")).toContainText("This host is in the list.");

  const draft = {
    title: "Read the notice",
    steps: [{ name: "fetch", tool: "http.fetch", input: { url: `http://${address}/notice`, method: "GET", limitBytes: 1000 } }],
  };
  const { id } = (await ask(app, host, "POST", "/plans", { draft, workspaceRoot: folder, ownGrant: true })) as { id: string };
  await app.goto(`${host.url}/#/tasks/plan/${id}`);
  await expect(card(app).getByRole("alert")).toContainText("This address is refused");
  await expect(card(app).getByRole("button", { name: "Approve and run" })).toBeDisabled();
  expect(seen).toEqual([]);

  await app.goto(`${host.url}/#/settings/acting`);
  await field.fill(`http://${address}/notice`);
  await field.press("Enter");
  await app.getByRole("button", { name: "Remove example.org" }).click();
  await expect(app.getByTestId("save-state")).toHaveText("Saved");
  await expect.poll(() => ask(app, host, "GET", "/settings")).toMatchObject({ allowedHosts: [address] });
  await app.goto(`${host.url}/#/tasks/plan/${id}`);
  await simulated(app);
  await expect(card(app)).toContainText(`contacts ${address}`);
  await card(app).getByRole("button", { name: "Approve and run" }).click();
  const confirm = app.getByRole("dialog", { name: "Approve this as well?" });
  await confirm.getByRole("button", { name: "Approve and run" }).click();
  await standsAs(app, "done");
  expect(seen).toEqual(["/notice"]);
  server.close();
});
