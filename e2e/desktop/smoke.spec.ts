import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, expect, test } from "playwright/test";
import { findElectron } from "../../build/electron-binary.ts";
import { root } from "../../build/root.ts";

const program = findElectron();
const hasDesktop = process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);

test("the desktop app opens its window, isolated, and answers a call through its port", async () => {
  test.skip(program === null, "not run: no Electron binary");
  test.skip(!hasDesktop, "not run: no desktop session");
  if (program === null) return;
  const dataDir = mkdtempSync(join(tmpdir(), "olympus-e2e-desktop-"));
  const app = await _electron.launch({
    executablePath: program,
    args: [root, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    env: { ...process.env, OLYMPUS_HOME: dataDir } as Record<string, string>,
  });
  try {
    const page = await app.firstWindow();
    expect(page.url()).toMatch(/^olympus-app:\/\/app\//);
    expect(await page.evaluate(() => [typeof Reflect.get(window, "require"), typeof Reflect.get(window, "process")])).toEqual([
      "undefined",
      "undefined",
    ]);
    expect(await page.evaluate(() => Object.keys(Reflect.get(window, "olympusDesktop") as object))).toEqual(["pathForFile"]);
    // The composer is enabled once the settings and the conversations came through the port.
    await expect(page.getByRole("textbox").first()).toBeEnabled();
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
