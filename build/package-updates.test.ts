import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { listForUpdates, writeUpdateSource } from "./package-updates.ts";

const folder = mkdtempSync(join(tmpdir(), "olympus-updates-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const listPath = join(folder, "latest-linux.yml");
const deb = join(folder, "olympus_1.2.3_amd64.deb");
const at = new Date(Date.UTC(2026, 10, 21));
const hashOf = (text: string): string => createHash("sha512").update(text).digest("base64");
const entryOf = (text: string): string => `  - url: olympus_1.2.3_amd64.deb\n    sha512: ${hashOf(text)}\n    size: ${text.length}\n`;

it("a Debian package alone makes the list of its version", () => {
  writeFileSync(deb, "first");
  listForUpdates(folder, deb, "1.2.3", at);
  const tail = `path: olympus_1.2.3_amd64.deb\nsha512: ${hashOf("first")}\nreleaseDate: '2026-11-21T00:00:00.000Z'\n`;
  expect(readFileSync(listPath, "utf8")).toBe(`version: 1.2.3\nfiles:\n${entryOf("first")}${tail}`);
});

it("beside an AppImage it is added once, and again with its new bytes", () => {
  const image = "  - url: Olympus-1.2.3.AppImage\n    sha512: abc\n    size: 5\n    blockMapSize: 2\n";
  const tail = "path: Olympus-1.2.3.AppImage\nsha512: abc\nreleaseDate: '2026-11-20T00:00:00.000Z'\n";
  writeFileSync(listPath, `version: 1.2.3\nfiles:\n${image}${tail}`);
  listForUpdates(folder, deb, "1.2.3", at);
  writeFileSync(deb, "second");
  listForUpdates(folder, deb, "1.2.3", at);
  expect(readFileSync(listPath, "utf8")).toBe(`version: 1.2.3\nfiles:\n${entryOf("second")}${image}${tail}`);
});

it("the list of an older version gives way", () => {
  writeFileSync(listPath, "version: 1.2.2\nfiles:\n  - url: olympus_1.2.2_amd64.deb\n");
  listForUpdates(folder, deb, "1.2.3", at);
  expect(readFileSync(listPath, "utf8")).not.toContain("1.2.2");
});

it("the program is told an address, whatever is in it", () => {
  writeUpdateSource(folder, 'https://example.org/olympus"');
  expect(readFileSync(join(folder, "app-update.yml"), "utf8")).toBe(
    'provider: generic\nurl: "https://example.org/olympus\\""\nupdaterCacheDirName: olympus-updater\n',
  );
});
