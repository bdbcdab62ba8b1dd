import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder and how to be rid of it. */
export const createTestFolder = (): { readonly path: string; readonly cleanup: () => void } => {
  const path = mkdtempSync(join(tmpdir(), "olympus-test-"));
  return { path, cleanup: () => rmSync(path, { recursive: true, force: true }) };
};
