import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { createFlush } from "./flush.ts";

const folder = createTestFolder();
afterEach(() => folder.cleanup());

it("brings a file and its folder to the disk, small or large, and says so when it cannot", async () => {
  const flush = createFlush();
  const file = openSync(join(folder.path, "a.txt"), "wx");
  writeSync(file, "a");
  const parent = openSync(folder.path, "r");
  await flush(file, 1);
  await flush(file, 10_000_000);
  await flush(parent, null);
  closeSync(file);
  closeSync(parent);
  // Neither way hides what the system says of a file that is not open.
  const nobodys = 1_000_000;
  await expect(flush(nobodys, 1)).rejects.toMatchObject({ code: "EBADF" });
  await expect(flush(nobodys, 10_000_000)).rejects.toMatchObject({ code: "EBADF" });
});
