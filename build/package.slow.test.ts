import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { fuses } from "../main/electron/security.ts";
import { makeDeb } from "./package-deb.ts";
import { root } from "./root.ts";
import { fusesOf, makeStandInElectron } from "./stand-in-electron.ts";

const folder = mkdtempSync(join(tmpdir(), "olympus-package-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = readFileSync(join(root, "electron-builder.yml"), "utf8");
const recipe = JSON.parse(readFileSync(join(root, "build/packaging/package.json"), "utf8")) as { dependencies: Record<string, string> };
const lockfile = readFileSync(join(root, "build/packaging/package-lock.json"), "utf8");
const program = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

it("what only packaging needs has exact versions of its own and is no part of the program's install", () => {
  for (const [name, version] of Object.entries(recipe.dependencies)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lockfile).toContain(`"node_modules/${name}": {\n      "version": "${version}"`);
    expect({ ...program.dependencies, ...program.devDependencies }).not.toHaveProperty(name);
  }
  expect(lockfile).not.toContain('"resolved"');
});

it("every fuse of the shell's list has a place in Electron's program, in the same order", () => {
  makeStandInElectron(folder);
  expect(fusesOf(join(folder, "electron")).length).toBeGreaterThanOrEqual(Object.keys(fuses).length);
  // FuseV1Options of @electron/fuses, by its order.
  expect(Object.keys(fuses)).toEqual([
    "runAsNode",
    "enableCookieEncryption",
    "enableNodeOptionsEnvironmentVariable",
    "enableNodeCliInspectArguments",
    "enableEmbeddedAsarIntegrityValidation",
    "onlyLoadAppFromAsar",
    "loadBrowserProcessSpecificV8Snapshot",
    "grantFileProtocolExtraPrivileges",
  ]);
});

it("the installers of all systems are named, and answer olympus:// links", () => {
  for (const line of ["target: [AppImage]", "target: [nsis]", "target: [dmg, zip]", "schemes: [olympus]", "asar: true"])
    expect(config).toContain(line);
});

it("without an Electron there is one line that says what is missing", () => {
  const args = ["--disable-warning=ExperimentalWarning", join(root, "build/package.ts"), "--electron", join(folder, "nothing")];
  const ran = spawnSync(process.execPath, args, { encoding: "utf8", cwd: root, env: { ...process.env, OLYMPUS_CALLER_DIR: folder } });
  expect(ran.status).toBe(1);
  expect(ran.stdout).toBe("");
  expect(ran.stderr.trim().split("\n").at(-1)).toMatch(/^No package: .*nothing holds no Electron\. Name a folder that holds one/);
});

it("a package that cannot be made says why in dpkg-deb's words", () => {
  if (process.platform !== "linux") return;
  const options = { unpackedDir: folder, iconsDir: join(root, "resources/icons"), arch: "x64", outDir: folder };
  expect(() => makeDeb({ ...options, version: "not a version", workDir: join(tmpdir(), `olympus-deb-bad-${process.pid}`) })).toThrow(
    /version/i,
  );
});
