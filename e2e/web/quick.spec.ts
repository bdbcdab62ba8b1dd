import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { documentsDir, expect, setUpAndOpen, test, type WebHost } from "./host.ts";

const size = { width: 680, height: 96 };
const box = (page: Page) => page.getByRole("textbox", { name: "Ask Olympus" });
const answer = (page: Page) => page.getByRole("article", { name: "Answer" });

/** The prompt in a page of its window's size. */
const openQuick = async (page: Page, host: WebHost) => {
  await setUpAndOpen(page, host);
  await page.setViewportSize(size);
  await page.goto(`${host.url}/#/quick`);
  await expect(box(page)).toBeFocused();
};

const drop = async (page: Page, file: string) => {
  const bytes = readFileSync(join(documentsDir, file)).toString("base64");
  const transfer = await page.evaluateHandle(
    ([content, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
      return data;
    },
    [bytes, file] as const,
  );
  await page.getByRole("main").dispatchEvent("dragover", { dataTransfer: transfer });
  await page.getByRole("main").dispatchEvent("drop", { dataTransfer: transfer });
};

test("the prompt takes the cursor, answers from a dropped file, and its conversation goes on in the main window", async ({
  page,
  host,
}) => {
  await openQuick(page, host);
  expect((await page.getByRole("main").boundingBox())?.height).toBeLessThanOrEqual(size.height);
  await drop(page, "lease-contract.docx");
  await expect(page.getByText("lease-contract.docx")).toBeVisible({ timeout: 30_000 });
  await page.setViewportSize({ ...size, height: 480 });
  await page.keyboard.type("How much is the deposit?");
  await page.keyboard.press("Enter");
  await expect(answer(page)).toContainText("2,550.00 EUR", { timeout: 20_000 });
  await expect(answer(page)).toHaveAttribute("aria-busy", "false");
  await expect(answer(page).getByText("No model: quoting your documents")).toBeVisible();
  await expect(box(page)).toHaveValue("");
  await expect(box(page)).toBeFocused();
  await page.screenshot({ path: test.info().outputPath("quick-answer.png") });

  await page.keyboard.type("When are the quiet hours?");
  await page.keyboard.press("Enter");
  await expect(answer(page)).toContainText("10 pm", { timeout: 20_000 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Continue in the main window" }).click();
  await expect(page).toHaveURL(/#\/chat\/chat_/);
  await expect(page.getByRole("article", { name: "Your question" })).toHaveCount(2);
});

test("an answer is shown while it grows and can be stopped; nothing is asked without words", async ({ page, host }) => {
  await openQuick(page, host);
  await page.keyboard.press("Enter");
  await expect(answer(page)).toHaveCount(0);
  await page.keyboard.type("one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await expect(box(page)).toHaveValue("one\ntwo");
  await page.keyboard.press("Enter");
  await expect(answer(page)).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
  await page.getByRole("button", { name: "New question" }).click();
  await expect(answer(page)).toHaveCount(0);
});

test("in a window of its own, Esc closes it and continuing leads the page that opened it", async ({ app }) => {
  const openPopup = async () => {
    const opened = app.waitForEvent("popup");
    await app.evaluate(({ width, height }) => void window.open("#/quick", "", `width=${width},height=${height}`), size);
    const popup = await opened;
    await expect(box(popup)).toBeFocused();
    return popup;
  };
  const first = await openPopup();
  const closed = first.waitForEvent("close");
  // The window is gone before the key is let go of.
  await first.keyboard.press("Escape").catch(() => {});
  await closed;

  const second = await openPopup();
  await second.keyboard.type("Is there anything?");
  await second.keyboard.press("Enter");
  await expect(answer(second)).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
  const gone = second.waitForEvent("close");
  await second.getByRole("button", { name: "Continue in the main window" }).click();
  await gone;
  await expect(app).toHaveURL(/#\/chat\/chat_/);
  await expect(app.getByRole("article", { name: "Your question" })).toContainText("Is there anything?");
});

test("on the desktop its wishes go through the port: how high it is, hiding, continuing", async ({ page, host }) => {
  await page.addInitScript(() => {
    const sent: string[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }: MessageEvent<unknown>) =>
      sent.push(typeof data === "string" ? data : JSON.stringify(data)),
    );
    port1.start();
    Object.assign(window, { olympusDesktop: { pathForFile: () => "" }, sentToShell: sent });
    window.addEventListener("load", () => window.postMessage("olympus-port", "*", [port2]));
  });
  await page.setViewportSize(size);
  await page.goto(`${host.url}/#/quick`);
  await expect(box(page)).toBeFocused();
  const said = () => page.evaluate(() => (Reflect.get(window, "sentToShell") as string[]).join("\n"));
  await expect.poll(said).toContain("/shell/requests");
  await expect.poll(said).toMatch(/\/shell\/resizeQuick.*"heightPx":\d/);
  expect(await said()).not.toContain("hideQuick");
  await page.keyboard.press("Escape");
  await expect.poll(said).toContain("/shell/hideQuick");
  await page.getByRole("button", { name: "Continue in the main window" }).click();
  await expect.poll(said).toContain("/shell/openMain");
});
