import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fuses } from "../main/electron/security.ts";
import { buildOrExit } from "./build-if-changed.ts";
import { obtainElectron } from "./electron-binary.ts";
import { makeDeb } from "./package-deb.ts";
import { smokePackage } from "./package-smoke.ts";
import { listForUpdates, writeUpdateSource } from "./package-updates.ts";
import { obtainPackagingTools, packagingTool } from "./package-tools.ts";
import { root } from "./root.ts";
import { fusesOf, makeStandInElectron } from "./stand-in-electron.ts";

const usage = `Usage: npm run package -- [--electron DIR] [--installers] [--updates URL] [--check]
  --electron DIR  an unpacked Electron for this system; without it, the one in node_modules, downloaded where its publisher can be reached
  --installers    also AppImage (Linux), installer (Windows), dmg and zip (macOS): electron-builder downloads what it needs for them
  --updates URL   where the packed program looks for newer versions; without it, it looks nowhere
  --check         packs with a stand-in for Electron and tries what was packed; nothing that starts comes of it`;

const say = (line: string): void => console.error(line);
const fail = (line: string): never => {
  say(line);
  process.exit(1);
};

const { values } = parseArgs({
  options: {
    electron: { type: "string" },
    installers: { type: "boolean" },
    updates: { type: "string" },
    check: { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (values.help === true) {
  console.log(usage);
  process.exit(0);
}

if (values.check === true && process.platform !== "linux") fail("--check: the stand-in for Electron has the shape of the one for Linux.");

const workDir = mkdtempSync(join(tmpdir(), "olympus-package-"));
process.once("exit", () => rmSync(workDir, { recursive: true, force: true }));
const outDir = values.check === true ? join(workDir, "packages") : join(root, "dist", "packages");

/** The folder of an unpacked Electron, or one line on why there is none. */
const electronFolder = async (): Promise<{ readonly folder: string } | { readonly missing: string }> => {
  if (values.check === true) {
    const folder = join(workDir, "electron");
    makeStandInElectron(folder);
    return { folder };
  }
  if (values.electron !== undefined) {
    const folder = resolve(process.env["OLYMPUS_CALLER_DIR"] ?? ".", values.electron);
    return existsSync(join(folder, "resources")) || process.platform === "darwin" ? { folder } : { missing: `${folder} holds no Electron` };
  }
  const electron = await obtainElectron(say);
  if ("missing" in electron) return electron;
  return { folder: process.platform === "darwin" ? resolve(electron.path, "../../../..") : dirname(electron.path) };
};

const electronBuilder = (electronDist: string, target: readonly string[]): void => {
  const system = { linux: "--linux", win32: "--win", darwin: "--mac" }[process.platform as "linux" | "win32" | "darwin"];
  const settings = {
    electronDist,
    "directories.output": outDir,
    ...(values.updates === undefined ? {} : { "publish.provider": "generic", "publish.url": values.updates }),
  };
  const args = [
    system,
    ...target,
    `--${process.arch}`,
    "--publish",
    "never",
    "--config",
    join(root, "electron-builder.yml"),
    ...Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`),
    ...Object.entries(fuses).map(([name, value]) => `-c.electronFuses.${name}=${value}`),
  ];
  const ran = spawnSync(process.execPath, [packagingTool("electron-builder", "cli.js"), ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: process.env["CSC_LINK"] === undefined ? "false" : "true" },
  });
  if (ran.status !== 0) fail("electron-builder could not make the package (its message is above).");
};

/** electron-builder's name for what it unpacked: without the processor where that is the usual one. */
const processor = process.arch === "x64" ? "" : `-${process.arch}`;
const unpackedName =
  process.platform === "darwin" ? `mac${processor}` : `${process.platform === "win32" ? "win" : "linux"}${processor}-unpacked`;

const sizeOf = (folder: string): number =>
  globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What mission and design allow: the payload without Electron and models, packed. */
const payloadLimitBytes = 120e6;

const packedPayload = (resources: string): number => {
  const packed = spawnSync("tar", ["-cJf", join(workDir, "payload.tar.xz"), "-C", resources, "."], {
    env: { ...process.env, XZ_OPT: "-T0" },
  });
  if (packed.status !== 0) fail("tar could not pack the payload.");
  return statSync(join(workDir, "payload.tar.xz")).size;
};

const checkFuses = (program: string): void => {
  const wanted = Object.values(fuses)
    .map((on) => (on ? "1" : "0"))
    .join("");
  if (!fusesOf(program).startsWith(wanted)) fail(`The fuses are ${fusesOf(program)}, not ${wanted}.`);
};

const linux = (unpackedDir: string): void => {
  // Electron's own leftovers, which electron-builder keeps when it is given a folder.
  for (const name of ["resources/default_app.asar", "version"]) rmSync(join(unpackedDir, name), { force: true });
  checkFuses(join(unpackedDir, "olympus"));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  if (values.updates !== undefined) writeUpdateSource(join(unpackedDir, "resources"), values.updates);
  const payload = packedPayload(join(unpackedDir, "resources"));
  console.log(`payload without Electron: ${megabytes(sizeOf(join(unpackedDir, "resources")))}, packed ${megabytes(payload)}`);
  if (payload > payloadLimitBytes) fail(`That is more than the ${megabytes(payloadLimitBytes)} it may be.`);
  if (spawnSync("dpkg-deb", ["--version"]).error !== undefined) return console.log("no .deb: dpkg-deb is not installed here");
  const deb = makeDeb({
    arch: process.arch,
    iconsDir: join(root, "resources", "icons"),
    outDir,
    unpackedDir,
    version,
    workDir: join(workDir, "deb"),
  });
  listForUpdates(outDir, deb, version, new Date());
  console.log(`${deb} (${megabytes(statSync(deb).size)})`);
};

const electron = await electronFolder();
if ("missing" in electron)
  fail(
    `No package: ${electron.missing}. Name a folder that holds one: npm run package -- --electron DIR (or try the packing alone: --check).`,
  );
else {
  await buildOrExit({ log: say });
  const problem = obtainPackagingTools(say);
  if (problem !== null) fail(`No package: ${problem}.`);
  electronBuilder(electron.folder, values.installers === true ? [] : ["dir"]);
  const unpackedDir = join(outDir, unpackedName);
  if (process.platform === "linux") linux(unpackedDir);
  if (values.check === true) {
    const smokeDir = join(workDir, "smoke");
    cpSync(join(root, "LICENSE"), join(smokeDir, "LICENSE"));
    for (const line of smokePackage(unpackedDir, smokeDir)) console.log(line);
    console.log("checked with a stand-in for Electron: nothing of this can be started");
  } else console.log(unpackedDir);
}
