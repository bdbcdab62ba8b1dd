import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { app } from "electron";

/** Does one thing without a window and ends the program with its exit code. Olympus must not be open: a data folder has one owner. */
export const runWithoutWindow = async (run: () => Promise<number>): Promise<void> => {
  // Chromium makes its folder at every start; that of the windows may be in use.
  const chromiumDir = mkdtempSync(join(tmpdir(), "olympus-command-"));
  app.setPath("userData", chromiumDir);
  // Electron turns the system's signals into this; what runs ends by them as it does anywhere.
  app.on("before-quit", (event) => {
    event.preventDefault();
    process.emit("SIGTERM");
  });
  const exitCode = await run();
  rmSync(chromiumDir, { recursive: true, force: true });
  app.exit(exitCode);
};
