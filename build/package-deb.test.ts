import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDeb } from "./package-deb.ts";
import { root } from "./root.ts";
import { makeStandInElectron } from "./stand-in-electron.ts";

const has = (command: string): boolean => spawnSync(command, ["--version"]).error === undefined;
const output = (command: string, args: readonly string[]): string => spawnSync(command, args, { encoding: "utf8" }).stdout;

describe.skipIf(process.platform !== "linux" || !has("dpkg-deb"))("the Debian package", () => {
  const folder = mkdtempSync(join(tmpdir(), "olympus-deb-"));
  let deb = "";
  let contents: string[] = [];

  beforeAll(() => {
    const unpackedDir = join(folder, "unpacked");
    makeStandInElectron(unpackedDir);
    writeFileSync(join(unpackedDir, "private.txt"), "x", { mode: 0o600 });
    const options = { unpackedDir, version: "1.2.3", arch: "x64", outDir: folder, workDir: join(folder, "work") };
    deb = makeDeb({ ...options, iconsDir: join(root, "resources/icons") });
    contents = output("dpkg-deb", ["-c", deb]).trim().split("\n");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("belongs to root, may be read by all and written by nobody else", () => {
    for (const line of contents) {
      expect(line, line).toMatch(/^\S+ root\/root /);
      expect(line, line).toMatch(/^(l|d.{3}r-xr-x|-.{3}r-(x|-)r-(x|-)|-rwsr-xr-x)/);
    }
  });

  it("runs nothing as root but Chromium's own sandbox", () => {
    expect(contents.filter((line) => /^-..s/.test(line)).map((line) => line.split(/\s+/).at(-1))).toEqual([
      "./usr/lib/olympus/chrome-sandbox",
    ]);
    expect(output("dpkg-deb", ["--ctrl-tarfile", deb]).length).toBeGreaterThan(0);
    expect(output("dpkg-deb", ["-I", deb])).not.toMatch(/(pre|post)(inst|rm)/);
  });

  it("is found as a command, in the menu, and for olympus:// links", () => {
    expect(contents.some((line) => line.endsWith("./usr/bin/olympus -> ../lib/olympus/olympus"))).toBe(true);
    const unpacked = join(folder, "installed");
    spawnSync("dpkg-deb", ["-x", deb, unpacked]);
    const entry = join(unpacked, "usr/share/applications/olympus.desktop");
    const text = output("cat", [entry]);
    expect(text).toContain("Exec=/usr/bin/olympus %u\n");
    expect(text).toContain("MimeType=x-scheme-handler/olympus;\n");
    if (has("desktop-file-validate")) expect(output("desktop-file-validate", [entry])).toBe("");
    for (const icon of ["icons/hicolor/scalable/apps/olympus.svg", "pixmaps/olympus.png"])
      expect(contents.some((line) => line.endsWith(`./usr/share/${icon}`))).toBe(true);
  });

  it("names its version, processor and what it needs", () => {
    const fields = (name: string): string => output("dpkg-deb", ["-f", deb, name]).trim();
    expect([fields("Package"), fields("Version"), fields("Architecture")]).toEqual(["olympus", "1.2.3", "amd64"]);
    expect(fields("Depends")).toContain("libgtk-3-0 | libgtk-3-0t64");
    expect(Number(fields("Installed-Size"))).toBeGreaterThan(50);
  });
});
