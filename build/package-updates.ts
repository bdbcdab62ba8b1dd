import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Tells the packed program where newer versions are looked for (electron-updater's `app-update.yml`, provider `generic`). */
export const writeUpdateSource = (resourcesDir: string, url: string): void =>
  writeFileSync(
    join(resourcesDir, "app-update.yml"),
    `provider: generic\nurl: ${JSON.stringify(url)}\nupdaterCacheDirName: olympus-updater\n`,
  );

/**
 * Adds a package to the list of a version's files that the updater reads from beside them (`latest-linux.yml`); electron-builder writes it for what it
 * makes itself. A list of another version is replaced.
 */
export const listForUpdates = (folder: string, packagePath: string, version: string, releasedAt: Date): void => {
  const listPath = join(folder, "latest-linux.yml");
  const url = basename(packagePath);
  const sha512 = createHash("sha512").update(readFileSync(packagePath)).digest("base64");
  const entry = `  - url: ${url}\n    sha512: ${sha512}\n    size: ${statSync(packagePath).size}\n`;
  const list = existsSync(listPath) ? readFileSync(listPath, "utf8") : "";
  const isOfThisVersion = list.startsWith(`version: ${version}\nfiles:\n`);
  writeFileSync(
    listPath,
    isOfThisVersion
      ? list.replace(new RegExp(`  - url: ${url.replaceAll(".", "\\.")}\\n(?:    .*\\n)*`), "").replace("files:\n", `files:\n${entry}`)
      : `version: ${version}\nfiles:\n${entry}path: ${url}\nsha512: ${sha512}\nreleaseDate: '${releasedAt.toISOString()}'\n`,
  );
};
