import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface DebOptions {
  /** What electron-builder made: the program `olympus` and everything beside it. */
  readonly unpackedDir: string;
  /** Holds `app.svg` and `app.png`. */
  readonly iconsDir: string;
  readonly version: string;
  /** Node's name of the processor. */
  readonly arch: string;
  readonly outDir: string;
  /** Holds the tree while it is packed; removed afterwards. */
  readonly workDir: string;
}

/** Where it lies once installed. */
const home = "usr/lib/olympus";

/** What Electron's program links to or opens, by Debian's names and, after the bar, those since the change of time_t (trixie, Ubuntu 24.04). */
const dependencies = [
  "libasound2 | libasound2t64",
  "libatspi2.0-0 | libatspi2.0-0t64",
  "libc6 (>= 2.31)",
  "libdrm2",
  "libgbm1",
  "libgtk-3-0 | libgtk-3-0t64",
  "libnotify4",
  "libnss3",
  "libsecret-1-0",
  "libuuid1",
  "libxtst6",
  "xdg-utils",
];

const control = (version: string, architecture: string, installedKb: number): string =>
  [
    "Package: olympus",
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    "Maintainer: Olympus contributors <olympus@localhost>",
    "Section: utils",
    "Priority: optional",
    `Installed-Size: ${installedKb}`,
    `Depends: ${dependencies.join(", ")}`,
    "Recommends: bubblewrap",
    "Description: local-first assistant",
    " Olympus answers from what you know and shows what it would do before it does it.",
    " Everything stays on this machine unless you say otherwise.",
    "",
  ].join("\n");

/** `%u` hands over the address of a link that was followed; the program asks before anything comes of it. */
const desktopEntry = [
  "[Desktop Entry]",
  "Type=Application",
  "Name=Olympus",
  "GenericName=Assistant",
  "Comment=A local-first assistant",
  "Comment[de]=Ein Assistent, der lokal arbeitet",
  "Exec=/usr/bin/olympus %u",
  "Icon=olympus",
  "Categories=Utility;",
  "MimeType=x-scheme-handler/olympus;",
  "StartupWMClass=Olympus",
  "StartupNotify=true",
  "Terminal=false",
  "",
].join("\n");

const copyright = [
  "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
  "",
  "Files: *",
  "Copyright: 2026 Olympus contributors",
  "License: Expat",
  " The terms are in /usr/lib/olympus/resources/app.asar (LICENSE). Electron's and Chromium's are in LICENSE.electron.txt and",
  " LICENSES.chromium.html beside the program.",
  "",
].join("\n");

/** Gives every file and folder the rights of a program that the system owns, and answers their size in KiB. */
const settleRights = (folder: string): number => {
  let kb = 0;
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) kb += settleRights(path);
    else if (entry.isFile()) {
      const { mode, size } = lstatSync(path);
      chmodSync(path, (mode & 0o100) === 0 ? 0o644 : 0o755);
      kb += Math.ceil(size / 1024);
    }
  }
  return kb;
};

const put = (path: string, text: string): void => {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
};

/** Makes a Debian package of the unpacked program with dpkg-deb alone and answers its path. Throws with dpkg-deb's own words. */
export const makeDeb = ({ arch, iconsDir, outDir, unpackedDir, version, workDir }: DebOptions): string => {
  rmSync(workDir, { recursive: true, force: true });
  const program = join(workDir, home);
  cpSync(unpackedDir, program, { recursive: true, verbatimSymlinks: true });
  // The updater asks here how it was installed.
  put(join(program, "resources", "package-type"), "deb");
  put(join(workDir, "usr/share/applications/olympus.desktop"), desktopEntry);
  put(join(workDir, "usr/share/doc/olympus/copyright"), copyright);
  // The icon theme knows no size above 512; the pixel image is for desktops that draw no SVG.
  cpSync(join(iconsDir, "app.svg"), join(workDir, "usr/share/icons/hicolor/scalable/apps/olympus.svg"));
  cpSync(join(iconsDir, "app.png"), join(workDir, "usr/share/pixmaps/olympus.png"));
  mkdirSync(join(workDir, "usr/bin"), { recursive: true });
  symlinkSync("../lib/olympus/olympus", join(workDir, "usr/bin/olympus"));

  const installedKb = settleRights(workDir);
  // Chromium's sandbox where the system lets nobody make user namespaces: the one program that must belong to root and run as it.
  chmodSync(join(program, "chrome-sandbox"), 0o4755);
  const architecture = arch === "x64" ? "amd64" : arch;
  put(join(workDir, "DEBIAN/control"), control(version, architecture, installedKb));
  chmodSync(join(workDir, "DEBIAN"), 0o755);
  chmodSync(join(workDir, "DEBIAN/control"), 0o644);

  mkdirSync(outDir, { recursive: true });
  const path = join(outDir, `olympus_${version}_${architecture}.deb`);
  const packed = spawnSync("dpkg-deb", ["--root-owner-group", "-Zxz", "--build", workDir, path], { encoding: "utf8" });
  rmSync(workDir, { recursive: true, force: true });
  if (packed.status !== 0) throw new Error(packed.error?.message ?? packed.stderr);
  return path;
};
