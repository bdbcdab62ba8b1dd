import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { prepareFolder } from "./folder.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => {
  chmodSync(folder.path, 0o700);
  folder.cleanup();
});

it("makes a missing folder and leaves no trace of its trial", () => {
  const dataDir = `${folder.path}/new/data`;
  expect(prepareFolder(dataDir)).toEqual({ ok: true, value: undefined });
  expect(readdirSync(dataDir)).toEqual([]);
});

it("says how much room is missing", () => {
  const neededBytes = Number.MAX_SAFE_INTEGER;
  expect(prepareFolder(folder.path, neededBytes)).toEqual({
    ok: false,
    error: { type: "DataFolderFull", dataDir: folder.path, freeBytes: expect.any(Number), neededBytes },
  });
});

/** Root may write anywhere, so the question is put by a process that is not root. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

it("says when the folder may not be written", ({ skip }) => {
  chmodSync(folder.path, 0o555);
  const script = `
    const { prepareFolder } = await import(${JSON.stringify(new URL("./folder.ts", import.meta.url).href)});
    console.log(JSON.stringify(prepareFolder(${JSON.stringify(folder.path)})));`;
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  if (isRoot && child.stdout === "" && /EACCES|ERR_MODULE_NOT_FOUND|ERR_ACCESS/.test(`${child.stderr}${child.error?.message ?? ""}`))
    return skip("nobody cannot read this checkout");
  expect(JSON.parse(child.stdout)).toEqual({ ok: false, error: { type: "DataFolderReadOnly", dataDir: folder.path } });
});
