import { expect, test } from "./host.ts";

test("another program asks with a key made in the settings, until the key is taken back", async ({ app, host }) => {
  await app.goto(`${host.url}/#/settings/programs`);
  await expect(app.getByRole("heading", { name: "Other programs" })).toBeVisible();
  await expect(app.getByText("Off. No program can ask.")).toBeVisible();

  await app.getByRole("button", { name: "Switch on" }).click();
  await expect(app.getByText(`${host.url}/v1`)).toBeVisible();
  await app.getByLabel("New key for").fill("Editor");
  await app.keyboard.press("Enter");
  await expect(app.getByText("Copy it now")).toBeVisible();
  const key = (await app.getByText(/^sk-olympus-/).textContent()) ?? "";

  const ask = () => fetch(`${host.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
  const models = (await (await ask()).json()) as { data: { id: string }[] };
  expect(models.data[0]?.id).toBe("olympus");

  await app.getByRole("button", { name: "Take back the key for Editor" }).click();
  await expect(app.getByRole("list", { name: "Keys" })).toBeHidden();
  expect((await ask()).status).toBe(401);
  await app.getByRole("button", { name: "Switch off" }).click();
  await expect(app.getByText("Off. No program can ask.")).toBeVisible();
  expect((await ask()).status).toBe(403);
});
