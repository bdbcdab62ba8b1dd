import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./model-shop.ts";

test("a document marked private is found, and nothing of it goes to a provider, whoever was chosen", async ({ app, host, provider }) => {
  const folder = mkdtempSync(join(tmpdir(), "olympus-private-"));
  writeFileSync(join(folder, "salary.md"), "# Salary\n\nThe salary of Ines Varga is 61,300 EUR since March.\n");
  const { csrfToken } = (await (await app.request.get(`${host.url}/auth/status`)).json()) as { csrfToken: string };
  const post = (path: string, data: object) =>
    app.request.post(`${host.url}/api/rest${path}`, { data, headers: { origin: host.url, "x-olympus-csrf": csrfToken } });
  expect((await post("/providers", { kind: "compatible", name: "Elsewhere", baseUrl: `${provider.origin}/v1`, model: "any" })).ok()).toBe(
    true,
  );
  const trials = provider.requests.length;

  await app.getByRole("link", { name: "Library" }).click();
  await app.getByRole("button", { name: "Add", exact: true }).click();
  await app.getByRole("menuitem", { name: "Add by path…" }).click();
  await app.getByRole("textbox", { name: "Path" }).fill(folder);
  await app.keyboard.press("Enter");
  const row = app.getByRole("table", { name: "Documents" }).getByRole("row").filter({ hasText: "salary.md" });
  await row.getByRole("button", { name: /^Actions for/ }).click();
  await app.getByRole("menuitem", { name: "Make its folder private" }).click();
  await expect(row.getByRole("img", { name: "Private: stays on this machine" })).toBeVisible();
  await app.reload();
  await expect(row.getByRole("img", { name: "Private: stays on this machine" })).toBeVisible();

  await app.getByRole("link", { name: "New chat" }).click();
  await app.getByRole("button", { name: /^Model:/ }).click();
  await app.getByRole("menuitemradio", { name: /Elsewhere/ }).click();
  const ask = async () => {
    await app.getByRole("textbox", { name: "Your question" }).fill("What is the salary of Ines Varga?");
    await app.keyboard.press("Enter");
  };
  await ask();
  const answer = app.getByRole("article", { name: "Answer", exact: true });
  await expect(answer.getByRole("alert")).toContainText("This is private and stays here");
  await expect(answer.getByRole("link", { name: "Find a model for this machine" })).toBeVisible();
  expect(provider.requests.length).toBe(trials);

  // The mark alone is what kept it here.
  await app.getByRole("link", { name: "Library" }).click();
  await row.getByRole("button", { name: /^Actions for/ }).click();
  await app.getByRole("menuitem", { name: "Its folder is no longer private" }).click();
  await expect(row.getByRole("img", { name: "Private: stays on this machine" })).toBeHidden();
  await app.getByRole("link", { name: "New chat" }).click();
  await ask();
  await expect(answer).toContainText("ready");
  expect(provider.requests.length).toBe(trials + 1);
  expect(JSON.stringify(provider.requests.at(-1)?.body)).toContain("61,300 EUR");
  rmSync(folder, { recursive: true, force: true });
});
