import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

/** Before the fuses in Electron's program lie these 32 characters, a version and their number (github.com/electron/fuses). */
const fuseMark = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const fuseVersion = 1;
/** As Electron ships them: "1" on, "0" off, in the order of `FuseV1Options`. */
const shippedFuses = "101100011";

/** The fuses in a program, by their order; "" where there are none. */
export const fusesOf = (program: string): string => {
  const bytes = readFileSync(program);
  const at = bytes.indexOf(fuseMark);
  if (at < 0) return "";
  const count = bytes[at + fuseMark.length + 1] ?? 0;
  return bytes.toString("latin1", at + fuseMark.length + 2, at + fuseMark.length + 2 + count);
};

/** An archive of no files, in the form Chromium's Pickle gives it (github.com/electron/asar). */
const emptyArchive = (): Buffer => {
  const header = Buffer.from('{"files":{}}');
  const sizes = [4, header.length + 8, header.length + 4, header.length].map((size) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(size);
    return bytes;
  });
  return Buffer.concat([...sizes, header]);
};

/**
 * Makes a folder with the shape of Electron's Linux download and nothing of Electron in it: its program is a script-less ELF (this system's `true`) with
 * fuses appended. It proves how packages are put together where Electron cannot be had; what comes out starts nothing.
 */
export const makeStandInElectron = (folder: string): void => {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/electron/package.json"), "utf8")) as { version: string };
  for (const name of ["resources", "locales"]) mkdirSync(join(folder, name), { recursive: true });
  const program = Buffer.concat([
    readFileSync("/bin/true"),
    Buffer.from(fuseMark),
    Buffer.from([fuseVersion, shippedFuses.length]),
    Buffer.from(shippedFuses),
  ]);
  writeFileSync(join(folder, "electron"), program);
  writeFileSync(join(folder, "version"), version);
  writeFileSync(join(folder, "resources", "default_app.asar"), emptyArchive());
  for (const name of ["chrome-sandbox", "chrome_crashpad_handler"]) copyFileSync("/bin/true", join(folder, name));
  for (const name of ["electron", "chrome-sandbox", "chrome_crashpad_handler"]) chmodSync(join(folder, name), 0o755);
  const data = ["libffmpeg.so", "icudtl.dat", "resources.pak", "chrome_100_percent.pak", "v8_context_snapshot.bin", "LICENSE"];
  for (const name of [...data, "LICENSES.chromium.html", "locales/en-US.pak", "locales/de.pak", "locales/fr.pak"])
    writeFileSync(join(folder, name), "a stand-in for Electron's own file\n");
};
