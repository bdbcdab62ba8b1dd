import { rmSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { BrowserWindow, Menu, system } from "./testing/fake-electron.ts";
import { startDesktop, type Desktop } from "./testing/start-desktop.ts";

// The real entry of the desktop app over a real data folder; only Electron is a fake.
let desktop: Desktop;
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 60_000 });
const shown = () => [desktop.tray().menu[0]?.label, Menu.application[0]?.label];

afterEach(async () => {
  await desktop.end();
  rmSync(desktop.dataDir, { recursive: true, force: true });
});

it("tray and menu speak the system's language until another is chosen, and that one at once", async () => {
  desktop = await startDesktop({ before: () => void (system.language = "de-AT") });
  await eventually(() => BrowserWindow.all.length).toBe(2);
  expect(shown()).toEqual(["Olympus öffnen", "Datei"]);
  const { settings } = desktop.pageOf(desktop.main());
  await settings.update({ language: "en" });
  await eventually(shown).toEqual(["Open Olympus", "File"]);
  await settings.update({ language: "system" });
  await eventually(shown).toEqual(["Olympus öffnen", "Datei"]);
});
