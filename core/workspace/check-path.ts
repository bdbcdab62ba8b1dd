import { err, ok, type Result } from "#core/base/schema";
import type { WorkspaceError } from "./schema.ts";

/** A name's longest form on disk: 255 bytes on ext4, APFS and Btrfs, 255 UTF-16 units on NTFS. */
const nameLimitBytes = 255;
/** Windows stops at 260 for a whole path and Linux at 4,096 bytes; a plan's own shape allows 1,024 characters. */
const pathLimitChars = 1024;

/** Names of files that Olympus itself puts beside a file while it changes it. */
export const reservedPrefix = ".olympus-";

// C0, DEL and C1 control characters, then line and paragraph separators.
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;
// Embeddings, overrides and isolates: they make a name read as another one (Unicode TR 9, section 2).
const direction = /[\u202a-\u202e\u2066-\u2069]/;
// Characters without a picture, but for the one that asks for a coloured emoji. Joiners and marks among them occur in honest names of some scripts, so an existing name may have them.
const invisible = /(?!\ufe0f)\p{Default_Ignorable_Code_Point}/u;
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file: with any extension, also with superscript digits.
const device = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;
const driveLetter = /^[a-z]:/i;
// What Windows makes up as a second name for a long one: PROGRA~1.
const shortName = /^[^.]{1,6}~[0-9](\.[^.]{0,3})?$/;

/** Why a single name may never be spoken of, or null. */
const alwaysRefused = (name: string): string | null => {
  if (name === "") return "has an empty name in it";
  if (name === "." || name === "..") return "has . or .. in it";
  if (!name.isWellFormed()) return "is not valid text";
  if (control.test(name)) return "has a control character in it";
  if (direction.test(name)) return "has a character in it that changes the reading direction";
  if (name.toLowerCase().startsWith(reservedPrefix)) return "is a name that Olympus keeps for itself";
  if (Buffer.byteLength(name) > nameLimitBytes) return `has a name longer than ${nameLimitBytes} bytes`;
  return null;
};

/** Why a name that does not exist yet may not come into being: no system may read it as something else. Null when it may. */
const refusedWhenNew = (name: string): string | null => {
  if (/[. ]$/.test(name)) return "has a name that ends with a dot or a space";
  if (name.startsWith(" ")) return "has a name that begins with a space";
  if (/[<>:"|?*]/.test(name)) return "has a character in it that not every system allows in names";
  if (device.test(name)) return "is the name of a device on Windows";
  if (shortName.test(name)) return "looks like the short name of another file on Windows";
  if (invisible.test(name)) return "has an invisible character in it";
  // Full-width and other look-alikes of "/", "." and ":" that some systems turn into the real ones.
  const plain = name.normalize("NFKC");
  if (plain !== name && (/[/\\:]/.test(plain) || /^\.+$/.test(plain) || device.test(plain)))
    return "has look-alikes of path characters in it";
  return null;
};

/**
 * The names of a path that a plan may speak of, outermost first. `use`: "new" for a place that may come into being; "existing" also lets names through
 * that another system would not allow but this one has (not on Windows, where they are ways around). Looks at the text alone. Errors: PathRefused.
 */
export const checkPath = (
  path: string,
  use: "new" | "existing" = "new",
  platform: NodeJS.Platform = process.platform,
): Result<readonly string[], WorkspaceError> => {
  const refuse = (reason: string) => err({ type: "PathRefused" as const, path, reason });
  if (path === "") return refuse("is empty");
  if (path.length > pathLimitChars) return refuse(`is longer than ${pathLimitChars} characters`);
  if (path.includes("\\")) return refuse("has a backslash in it");
  if (path.startsWith("/")) return refuse("does not begin inside the folder");
  if (driveLetter.test(path)) return refuse("begins with a drive letter");
  if (path.startsWith("~")) return refuse("begins with ~");
  const names = path.split("/");
  for (const name of names) {
    const reason = alwaysRefused(name) ?? (use === "new" || platform === "win32" ? refusedWhenNew(name) : null);
    if (reason !== null) return refuse(reason);
  }
  return ok(names);
};

const isPrintableAscii = (name: string): boolean => /^[ -~]*$/.test(name);

/** What two spellings of one name have in common: case, composition, width and invisible characters do not count. */
export const foldName = (name: string): string => {
  // Printable ASCII, by far the most, needs no tables.
  if (isPrintableAscii(name)) return name.toLowerCase();
  return name
    .normalize("NFKC")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFC");
};

/** Whether a name is a spelling of `fold`, which came out of `foldName`. */
export const foldsTo = (name: string, fold: string): boolean =>
  // A plain name and its fold are of the same length, so that most need no second look.
  (name.length === fold.length || !isPrintableAscii(name)) && foldName(name) === fold;
