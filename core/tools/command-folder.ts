import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "olympus-command-";

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** Removes copies that processes left behind when they were killed. What cannot be removed is somebody else's. */
const sweep = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    const pid = new RegExp(`^${prefix}(\\d{1,10})-`).exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
};

/** A new, empty folder that only this account can look into. It lies where the account that runs commands can reach it. Rejects when there is no room. */
export const makeCommandFolder = async (parent = tmpdir()): Promise<string> => {
  await sweep(parent);
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
};
