import { join } from "node:path";
import type { Page } from "playwright/test";
import { contentSecurityPolicy, withNonce } from "../../main/pages/index.ts";
import { documentsDir, expect, setUpAndOpen, test } from "./host.ts";

// A page answered by the test has no address of its own, and Chromium lets such a page reach nothing on this machine.
test.use({
  launchOptions: async ({ launchOptions }, provide) => {
    await provide({ ...launchOptions, args: [...(launchOptions.args ?? []), "--disable-features=LocalNetworkAccessChecks"] });
  },
});

/** What the desktop's own policy would have stopped in the page so far. */
const violations = (page: Page) => page.evaluate(() => Reflect.get(window, "violations") as string[]);

/** The page under the policy that the desktop app serves it with; a socket to this host stands for the desktop's port. */
const underDesktopPolicy = async (page: Page, url: string) => {
  const nonce = "bm9uY2Utb2YtYS10ZXN0";
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { violations: said });
    document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, sample, sourceFile }) =>
      said.push(`${effectiveDirective} ${blockedURI} ${sample} ${sourceFile}`),
    );
  });
  await page.route(
    (address) => address.href.startsWith(url) && ["/", "/index.html"].includes(address.pathname),
    async (route) => {
      const response = await route.fetch();
      const body = withNonce(await response.text(), nonce);
      await route.fulfill({ response, body, headers: { ...response.headers(), "content-security-policy": contentSecurityPolicy(nonce) } });
    },
  );
};

test("every kind of screen works under the desktop's policy: no inline style, no untrusted markup", async ({ page, host }) => {
  await underDesktopPolicy(page, host.url);
  await setUpAndOpen(page, host);
  const composer = page.getByRole("textbox", { name: "Your question" });
  await page.getByTestId("attach-files").setInputFiles([join(documentsDir, "lease-contract.docx")]);
  await expect(page.getByText("Ready, in your library")).toBeVisible({ timeout: 30_000 });
  await composer.fill("How much is the deposit? $x^2$ and\n```js\nconst a = 1;\n```");
  await composer.press("Enter");
  await expect(page.getByRole("article", { name: "Answer", exact: true })).toContainText("2,550.00 EUR", { timeout: 20_000 });
  await page.getByRole("region", { name: "Sources" }).getByRole("button").first().click();
  await expect(page.getByTestId("quote")).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page
    .getByRole("main")
    .getByRole("button", { name: /^Actions for/ })
    .click();
  await page.keyboard.press("Escape");
  expect(await violations(page)).toEqual([]);

  for (const place of [
    "library",
    "tasks",
    "models",
    "models/find",
    "budget",
    "settings",
    "settings/models",
    "settings/desktop",
    "search",
    "quick",
  ]) {
    await page.goto(`${host.url}/#/${place}`);
    await expect(page.locator("main, [role=main]").first()).toBeVisible();
    await page.waitForTimeout(300);
    expect([place, await violations(page)]).toEqual([place, []]);
  }

  await page.goto(`${host.url}/#/library`);
  await page.getByRole("combobox").first().click();
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await violations(page)).toEqual([]);

  const refused = await page.evaluate(() =>
    ["<img src=x onerror=alert(1)>", "&lt;b&gt;", "plain"].map((text) => {
      try {
        document.createElement("div").innerHTML = text;
        return "taken";
      } catch {
        return "refused";
      }
    }),
  );
  expect(refused).toEqual(["refused", "refused", "taken"]);
});
