import { expect, it } from "vitest";
import { openTestStore } from "#core/testing";
import { defaultSettings, settingsPatchSchema } from "./schema.ts";
import { createSettings } from "./settings.ts";
import { settingsMigrations } from "./store.ts";

it("starts with defaults, keeps what was changed, and tells watchers", async () => {
  const store = openTestStore(settingsMigrations);
  const settings = createSettings({ store });
  expect(settings.get()).toEqual(defaultSettings);

  const watching = settings.watch();
  expect((await watching.next()).value).toEqual(defaultSettings);
  settings.update({ theme: "dark" });
  expect((await watching.next()).value).toEqual({ ...defaultSettings, theme: "dark" });
  expect(createSettings({ store }).get()).toEqual({ ...defaultSettings, theme: "dark" });
  await watching.return();
  store.cleanup();
});

it("falls back to the default of one field when its row makes no sense, and keeps the others", () => {
  const store = openTestStore(settingsMigrations);
  const insert = store.database.prepare("INSERT INTO settings VALUES (?, ?)");
  insert.run("theme", '"plaid"');
  insert.run("passageCount", "not json");
  insert.run("unknown", "1");
  insert.run("sidebarOpen", "false");
  expect(createSettings({ store }).get()).toEqual({ ...defaultSettings, sidebarOpen: false });
  store.cleanup();
});

it("changes only what a patch names, also after the patch came over the contract", () => {
  const store = openTestStore(settingsMigrations);
  const settings = createSettings({ store });
  settings.update(settingsPatchSchema.parse({ theme: "dark", passageCount: 3 }));
  settings.update(settingsPatchSchema.parse({ sidebarOpen: false }));
  expect(settings.get()).toEqual({ ...defaultSettings, theme: "dark", passageCount: 3, sidebarOpen: false });
  store.cleanup();
});
