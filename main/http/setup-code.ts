import { randomInt } from "node:crypto";
import { rmSync } from "node:fs";
import { sameSecret } from "./constant-time.ts";
import { writePrivateFile } from "./private-file.ts";

/** No letters that look like others. 31^8 ≈ 2^39.6 codes, and guessing is slowed down by the lock-out. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const length = 8;

/**
 * Proves that whoever sets the passphrase first can read the host's terminal or its data folder. Without it any other user
 * of the machine could claim a host that has just started.
 */
export interface SetupCode {
  readonly text: string;
  readonly matches: (given: string) => boolean;
  /** Removes the file; the code is worth nothing afterwards. */
  readonly spend: () => void;
}

const plain = (code: string): string => code.toUpperCase().replaceAll(/[^0-9A-Z]/g, "");

export const createSetupCode = (path: string): SetupCode => {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
  const text = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  writePrivateFile(path, `${text}\n`);
  let spent = false;
  return {
    text,
    matches: (given) => !spent && sameSecret(plain(given), letters),
    spend: () => {
      spent = true;
      rmSync(path, { force: true });
    },
  };
};
