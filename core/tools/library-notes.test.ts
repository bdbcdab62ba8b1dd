import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Memory } from "#core/memory";
import { createTestFolder } from "#core/testing";
import { makeCommandFolder } from "./command-folder.ts";
import { createLibraryNotes } from "./library-notes.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => (folder = createTestFolder()));
afterEach(() => folder.cleanup());

it("a note is a Markdown file in the data folder whose name cannot lead elsewhere, and it is read in", async () => {
  const ingested: string[] = [];
  const memory = { ingest: async (paths: readonly string[]) => void ingested.push(...paths) } as unknown as Memory;
  const library = createLibraryNotes({ dataDir: folder.path, memory });
  const titles = ["Rechnung Müller 2026", "../../etc/passwd", "..", "///", "a\nb\0c", "x".repeat(200)];
  for (const title of [...titles, "Rechnung Müller 2026"]) expect((await library.addNote({ title, text: "Text" })).ok, title).toBe(true);
  const names = readdirSync(join(folder.path, "notes"));
  expect(readdirSync(folder.path)).toEqual(["notes"]);
  expect(names.length).toBe(titles.length);
  expect(names.every((name) => /^[\p{L}\p{N}-]{1,60}-[0-9a-f]{12}\.md$/u.test(name))).toBe(true);
  expect(new Set(ingested)).toEqual(new Set(names.map((name) => join(folder.path, "notes", name))));
  const first = names.find((name) => name.startsWith("rechnung-müller-2026-"));
  expect(readFileSync(join(folder.path, "notes", first ?? ""), "utf-8")).toBe("# Rechnung Müller 2026\n\nText\n");
});

it("a disk that takes nothing is a failure with its path", async () => {
  writeFileSync(join(folder.path, "notes"), "in the way");
  const library = createLibraryNotes({ dataDir: folder.path, memory: {} as Memory });
  expect(await library.addNote({ title: "A", text: "B" })).toMatchObject({ ok: false, error: { type: "DiskFailed" } });
});

it("copies that a killed process left behind are swept, those of a running one stay", async () => {
  const ended = "olympus-command-4194305-a";
  const running = `olympus-command-${process.pid}-b`;
  for (const name of [ended, running, "other"]) mkdirSync(join(folder.path, name));
  const made = await makeCommandFolder(folder.path);
  expect(
    readdirSync(folder.path)
      .map((name) => join(folder.path, name))
      .toSorted(),
  ).toEqual([join(folder.path, running), join(folder.path, "other"), made].toSorted());
});
