import { expect, passphrase, setUpAndOpen, startHost, test } from "./host.ts";

test("the first visit sets a passphrase with the code the host printed", async ({ host, page }) => {
  await page.goto(host.url);
  await expect(page.getByRole("heading", { name: "Set up Olympus" })).toBeVisible();
  const setUp = page.getByRole("button", { name: "Set up" });
  await expect(setUp).toBeDisabled();

  await page.getByLabel("Set-up code").fill("AAAA-AAAA");
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await expect(page.getByRole("meter", { name: "Strength" })).toHaveAttribute("aria-valuenow", "3");
  await page.getByLabel("Passphrase, again").fill("something else");
  await expect(page.getByText("The two are not the same.")).toBeVisible();
  await expect(setUp).toBeDisabled();

  await page.getByLabel("Passphrase, again").fill(passphrase);
  await setUp.click();
  await expect(page.getByRole("alert")).toContainText("That is not the set-up code");

  await page.getByLabel("Set-up code").fill(host.setupCode().toLowerCase());
  await setUp.click();
  await expect(page.getByRole("textbox", { name: "Your question" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("textbox", { name: "Your question" })).toBeVisible();
});

test("a later visit asks for the passphrase and says how many attempts are left", async ({ app, browser, host }) => {
  await expect(app.getByRole("heading", { level: 1 })).toBeVisible();
  const visitor = await browser.newPage();
  await visitor.goto(host.url);
  await expect(visitor.getByRole("heading", { name: "Welcome back" })).toBeVisible();
  const field = visitor.getByLabel("Passphrase", { exact: true });
  await field.fill("not the passphrase");
  await field.press("Enter");
  await expect(visitor.getByRole("alert")).toContainText("That is not the passphrase");
  await expect(visitor.getByRole("alert")).toContainText(/attempts? (are|is) left/);

  await field.fill(passphrase);
  await field.press("Enter");
  await expect(visitor.getByRole("textbox", { name: "Your question" })).toBeVisible();
  await visitor.close();
});

test("signing out closes the window's door at once", async ({ app }) => {
  await app.keyboard.press("Control+k");
  await app.getByRole("combobox").fill("sign out");
  await app.keyboard.press("Enter");
  await expect(app.getByRole("heading", { name: "Welcome back" })).toBeVisible();
});

test("a window comes back by itself when the host was away", async ({ page }) => {
  const first = await startHost();
  await setUpAndOpen(page, first);
  await page.getByRole("textbox", { name: "Your question" }).fill("kept while away");
  await first.kill();
  await expect(page.getByText("The connection to Olympus is lost.")).toBeVisible();

  const second = await startHost({ dataDir: first.dataDir, port: Number(new URL(first.url).port) });
  // Sessions live in the host's memory: whoever was signed in signs in again, and finds the draft.
  const field = page.getByLabel("Passphrase", { exact: true });
  await expect(field).toBeVisible({ timeout: 20_000 });
  await field.fill(passphrase);
  await field.press("Enter");
  await expect(page.getByRole("textbox", { name: "Your question" })).toHaveValue("kept while away");
  await second.stop();
});
