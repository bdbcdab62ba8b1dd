import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinyModelBytes } from "#core/testing";
import { expect, passphrase, setUpAndOpen, startHost, test } from "./host.ts";

/** Wide enough that its answers take seconds. */
const slowShape = { width: 512, layers: 4, contextTokens: 4096 };

test("a model that ended the program is told, left alone, and used again when somebody says so", async ({ page }) => {
  // Two hosts and a model of real size, one after another.
  test.slow();
  const folder = mkdtempSync(join(tmpdir(), "olympus-crash-"));
  const path = join(folder, "slow.gguf");
  writeFileSync(path, tinyModelBytes(slowShape));
  const first = await startHost();
  await setUpAndOpen(page, first);
  await page.goto(`${first.url}/#/models`);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "A model file (GGUF)…" }).click();
  await page.getByRole("textbox", { name: "Path of the file" }).fill(path);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem", { name: "Olympus Tiny" })).toBeVisible();

  await page.getByRole("link", { name: "New chat" }).click();
  await page.getByRole("textbox", { name: "Your question" }).fill("Say something.");
  await page.keyboard.press("Enter");
  const answer = page.getByRole("article", { name: "Answer", exact: true });
  await expect(answer).toHaveAttribute("aria-busy", "true");
  await expect(answer).not.toContainText("your documents", { timeout: 30_000 });
  await expect(answer).toHaveAttribute("aria-busy", "true");
  await first.kill();
  await expect(page.getByText("The connection to Olympus is lost.")).toBeVisible();

  const second = await startHost({ dataDir: first.dataDir, port: Number(new URL(first.url).port) });
  const field = page.getByLabel("Passphrase", { exact: true });
  await expect(field).toBeVisible({ timeout: 20_000 });
  await field.fill(passphrase);
  await field.press("Enter");
  // The conversation is kept, up to what had been saved.
  await expect(page.getByRole("article", { name: "Your question" })).toContainText("Say something.");
  await page.getByRole("link", { name: "Models", exact: true }).click();
  const row = page.getByRole("listitem", { name: "Olympus Tiny" });
  await expect(row).toContainText(/Olympus Tiny ended the program while it answered/);
  await row.getByRole("button", { name: "Use again" }).click();
  await expect(row).not.toContainText("ended the program");
  await row.getByRole("button", { name: /^Load / }).click();
  await expect(row).toContainText("In memory", { timeout: 20_000 });
  await second.stop();
  rmSync(first.dataDir, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});
