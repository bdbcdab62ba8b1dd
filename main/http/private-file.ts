import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Replaces a file whole with one rename, readable by its owner alone (0600, folder 0700). */
export const writePrivateFile = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.${randomBytes(6).toString("hex")}.part`;
  writeFileSync(part, text, { mode: 0o600, flag: "wx", flush: true });
  renameSync(part, path);
};
