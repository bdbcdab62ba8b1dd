import { realpathSync, statfsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, sep } from "node:path";
import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { codeOf } from "./failure.ts";
import { realRoot } from "./real-root.ts";
import type { WorkspaceError } from "./schema.ts";

export interface GrantSurroundings {
  readonly dataDir: string;
  readonly homeDir?: string | undefined;
}

/** The system's own; nothing in or above them is a person's document. */
const systemFolders: readonly string[] =
  process.platform === "win32"
    ? ["SystemRoot", "ProgramFiles", "ProgramFiles(x86)", "ProgramData"].flatMap((name) => process.env[name] ?? [])
    : `/proc /sys /dev /etc /boot /bin /sbin /lib /lib32 /lib64 /libx32 /usr /lost+found /snap /nix /gnu /cores
       /var/lib /var/log /var/cache /var/spool /var/run /var/lock /var/db /run/user /run/systemd /run/lock
       /System /Library /Applications /private/etc /private/var/db /private/var/run`.split(/\s+/);

/** Refused themselves, while folders in them (a plugged-in disk, a shared drive) are fine. */
const tooWide: readonly string[] =
  "/var /run /run/media /media /mnt /srv /opt /home /Users /Volumes /private /private/var /tmp /private/tmp".split(" ");

/** Where keys and sessions of a person lie, below the home folder. */
const secretFolders: readonly string[] = [
  ".ssh",
  ".gnupg",
  ".aws",
  ".azure",
  ".kube",
  ".docker",
  ".password-store",
  ".mozilla",
  ".thunderbird",
  ".pki",
  ".config/gcloud",
  ".config/gh",
  ".config/google-chrome",
  ".config/chromium",
  ".config/BraveSoftware",
  ".local/share/keyrings",
  "Library/Keychains",
  "Library/Application Support",
  "AppData/Roaming/Microsoft",
  "AppData/Local/Google",
  "AppData/Roaming/Mozilla",
];

/** statfs types of file systems that are no documents but the kernel's face: proc, sysfs, cgroup, cgroup2, securityfs, debugfs, devpts, tracefs, bpf (Linux, include/uapi/linux/magic.h). */
const kernelFileSystems: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x73636673, 0x64626720, 0x1cd1, 0x74726163, 0xcafe4a11,
]);

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const reasonAgainst = (root: string, { dataDir, homeDir = homedir() }: GrantSurroundings): string | null => {
  const home = realRoot(homeDir);
  const data = realRoot(dataDir);
  if (join(root, "..") === root) return "is a whole disk; choose a folder in it";
  if (isWithin(root, data)) return "lies in the folder where Olympus keeps its own data";
  if (isWithin(data, root)) return "contains the folder where Olympus keeps its own data";
  if (root === home) return "is your whole home folder, with keys and settings in it; choose a folder in it";
  if (isWithin(home, root)) return "contains your home folder; choose a folder in it";
  const secret = secretFolders.map((name) => realRoot(join(home, name))).find((folder) => isWithin(root, folder) || isWithin(folder, root));
  // Folders that merely contain such a place, like ~/.config, are as good as the place itself.
  if (secret !== undefined) return "holds keys or sessions of yours";
  const system = systemFolders.find((folder) => isWithin(root, folder));
  if (system !== undefined) return `belongs to the system (${system})`;
  if (tooWide.includes(root)) return "holds many things of many kinds; choose a folder in it";
  if (process.platform === "linux" && kernelFileSystems.has(statfsSync(root).type)) return "is not on a disk; the system makes it up";
  return null;
};

/** The real path of a folder that a person may grant. Links are resolved before anything is judged. Errors: WorkspaceRefused with the reason. */
export const grantableRoot = (path: string, surroundings: GrantSurroundings): Result<string, WorkspaceError> => {
  const refuse = (reason: string) => err({ type: "WorkspaceRefused" as const, path, reason });
  if (!isAbsolute(path) || path.includes("\0")) return refuse("is not a whole path, from the root of a disk on");
  if (process.platform === "win32" && /^[\\/]{2}/.test(path)) return refuse("is on another computer; connect it as a drive first");
  try {
    const root = realpathSync.native(path);
    if (!statSync(root).isDirectory()) return refuse("is not a folder");
    const reason = reasonAgainst(root, surroundings);
    return reason === null ? ok(root) : refuse(reason);
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(cause))) return refuse("does not exist");
    if (codeOf(cause) === "ELOOP") return refuse("is a link that leads to itself");
    return refuse(reasonOf(cause));
  }
};
