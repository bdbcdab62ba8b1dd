import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../root.ts";

export interface DesktopStart {
  /** From the first line of the entry until all that it imports at once has run. */
  readonly evaluatedMs: number;
  /** Until the first window was made. */
  readonly windowMs: number;
  /** Native libraries that were loaded by then. */
  readonly native: readonly string[];
}

/** Runs the desktop app's entry in a Node of its own, over the fake of Electron, up to its first window. `entry` is relative to the project. */
export const startDesktopOnce = (entry: string, dataDir: string): DesktopStart => {
  const child = join(root, "build", "bench", "desktop-start-child.ts");
  const said = execFileSync(process.execPath, [child, join(root, entry)], {
    encoding: "utf8",
    env: { ...process.env, OLYMPUS_HOME: dataDir },
    timeout: 60_000,
  });
  return JSON.parse(said) as DesktopStart;
};
