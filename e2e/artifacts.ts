import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";

const base = join(root, "dist", "test-results");
const variable = "OLYMPUS_E2E_RUN";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Where this run leaves traces of what failed: a folder named by the process that leads the run, because Playwright empties its folder at the start
 * and a run beside this one still writes. Its workers inherit the name. Folders of runs that have ended are removed.
 */
export const artifactsFolder = (): string => {
  const inherited = process.env[variable];
  if (inherited !== undefined) return join(base, inherited);
  const own = String(process.pid);
  process.env[variable] = own;
  for (const name of existsSync(base) ? readdirSync(base) : [])
    if (!isAlive(Number(name))) rmSync(join(base, name), { recursive: true, force: true });
  return join(base, own);
};
