import { statfsSync, statSync } from "node:fs";
import type { ClockDep } from "#core/base";
import { reasonOf } from "#core/base";
import type { SecretsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import type { Check, SystemInfo } from "./schema.ts";

export interface SystemDeps extends ClockDep, SecretsDep, StoreDep {
  readonly version: string;
  readonly hostName: SystemInfo["host"];
  /** Checks that other modules bring: a name and what it found. */
  readonly checks: readonly { readonly name: string; readonly look: () => Promise<string> }[];
}

/** Less free space than this deserves a word before it hurts. */
const comfortableBytes = 1024 * 1024 * 1024;

/** Runs one look; whatever it throws is the finding. */
const checked = async (name: string, look: () => Promise<string>): Promise<Check> => {
  try {
    return { name, ok: true, detail: await look() };
  } catch (cause) {
    return { name, ok: false, detail: reasonOf(cause) };
  }
};

const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** What runs here and whether it is well. */
export const createSystem = ({ checks, clock, hostName, secrets, store, version }: SystemDeps) => {
  const startedAtMs = clock.nowMs();

  const database = async (): Promise<string> => {
    const examined = await store.examine();
    if (!examined.ok) throw new Error(`${examined.error}. Restore the newest backup with "olympus backup restore".`);
    return `every page is sound; schema ${store.migrations().applied}`;
  };

  const disk = async (): Promise<string> => {
    const { bavail, bsize } = statfsSync(store.dataDir);
    if (bavail * bsize < comfortableBytes)
      throw new Error(`only ${gibibytes(bavail * bsize)} free at ${store.dataDir}; make room before you add documents`);
    return `${gibibytes(bavail * bsize)} free`;
  };

  const privacy = async (): Promise<string> => {
    const others = statSync(store.dataDir).mode & 0o077;
    if (process.platform !== "win32" && others !== 0)
      throw new Error(`other people on this machine can look into ${store.dataDir}; run: chmod 700 "${store.dataDir}"`);
    return "only you can read the data folder";
  };

  const vault = async (): Promise<string> =>
    secrets.status() === "open" ? "keys can be read and stored" : "keys are locked until you sign in";

  return {
    info: (): SystemInfo => ({
      version,
      host: hostName,
      dataDir: store.dataDir,
      platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      schemaVersion: store.migrations().applied,
      startedAtMs,
    }),
    /** Every check, in a fixed order; one that fails says what to do. */
    doctor: (): Promise<Check[]> =>
      Promise.all([
        checked("Database", database),
        checked("Disk", disk),
        checked("Privacy", privacy),
        checked("Keys", vault),
        ...checks.map(({ name, look }) => checked(name, look)),
      ]),
  };
};

export type System = ReturnType<typeof createSystem>;
