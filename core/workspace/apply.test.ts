import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { err } from "#core/base/schema";
import { absent, sha256Of } from "./fingerprint.ts";
import { createOverlay } from "./overlay.ts";
import type { FileOperation, Fingerprint } from "./schema.ts";
import { createKeeper, openTestWorkspace, snapshot, type TestWorkspace } from "./test-folder.ts";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await openTestWorkspace({ "a.txt": "old", "b.txt": "other", "dir/c.txt": "deep" });
});
afterEach(() => workspace.cleanup());

const file = (text: string, mode = 0o644): Fingerprint & { kind: "file" } => ({
  kind: "file",
  sha256: sha256Of(Buffer.from(text)),
  sizeBytes: text.length,
  mode,
});
const inside = (path: string) => join(workspace.path, path);
const apply = (operation: FileOperation, text: string | null = null) =>
  workspace.files.apply(operation, text === null ? null : Buffer.from(text), createKeeper().options);

const replace: FileOperation = { type: "write-file", path: "a.txt", before: file("old"), after: file("new") };

it("[W8] whatever somebody changed meanwhile is left alone and named", async () => {
  const deviations: readonly [string, FileOperation, string, () => void, unknown][] = [
    ["content", replace, "a.txt", () => writeFileSync(inside("a.txt"), "own"), file("own")],
    ["rights", replace, "a.txt", () => chmodSync(inside("a.txt"), 0o600), file("old", 0o600)],
    ["gone", replace, "a.txt", () => unlinkSync(inside("a.txt")), absent],
    [
      "trash of changed content",
      { type: "trash", path: "b.txt", before: file("other") },
      "b.txt",
      () => appendFileSync(inside("b.txt"), "!"),
      file("other!"),
    ],
    [
      "a place taken",
      { type: "write-file", path: "n.txt", before: absent, after: file("new") },
      "n.txt",
      () => writeFileSync(inside("n.txt"), "first"),
      file("first"),
    ],
    [
      "a target taken",
      { type: "move", from: "b.txt", to: "t.txt", moved: file("other") },
      "t.txt",
      () => writeFileSync(inside("t.txt"), "first"),
      file("first"),
    ],
    ["a folder filled", { type: "trash", path: "dir", before: { kind: "folder" } }, "dir/c.txt", () => {}, { kind: "other" }],
    ["a link", { type: "make-folder", path: "link" }, "link", () => symlinkSync("dir", inside("link")), { kind: "other" }],
  ];
  for (const [what, operation, path, deviate, found] of deviations) {
    const fresh = await openTestWorkspace({ "a.txt": "old", "b.txt": "other", "dir/c.txt": "deep" });
    const own = workspace;
    workspace = fresh;
    deviate();
    const before = snapshot(fresh.path);
    expect(await apply(operation, "new"), what).toMatchObject({ ok: false, error: { type: "EntryChanged", path, found } });
    expect(snapshot(fresh.path), what).toEqual(before);
    workspace = own;
    await fresh.cleanup();
  }
});

it("[W9] what is done already is not done again", async () => {
  expect(await apply(replace, "new")).toEqual({ ok: true, value: "applied" });
  const at = statSync(inside("a.txt"), { bigint: true });
  expect(await apply(replace, "new")).toEqual({ ok: true, value: "already" });
  expect(statSync(inside("a.txt"), { bigint: true }).ino).toBe(at.ino);
});

it("[W9] content is kept before it is lost, and nothing is lost when it cannot be kept", async () => {
  const before = snapshot(workspace.path);
  const full = { type: "TrashFull", neededBytes: 3, limitBytes: 2 } as const;
  const refuse = { keepBefore: async () => err(full) };
  expect(await workspace.files.apply(replace, Buffer.from("new"), refuse)).toEqual({ ok: false, error: full });
  expect(await workspace.files.apply({ type: "trash", path: "a.txt", before: file("old") }, null, refuse)).toEqual({
    ok: false,
    error: full,
  });
  expect(snapshot(workspace.path)).toEqual(before);
});

it("[W9] content that is not what was approved is not written", async () => {
  expect(await apply(replace, "forged")).toMatchObject({ ok: false, error: { type: "ContentNotFound" } });
  expect(await apply(replace)).toMatchObject({ ok: false, error: { type: "ContentNotFound" } });
  expect(readFileSync(inside("a.txt"), "utf8")).toBe("old");
});

it("[W5] a file with a second name keeps both names together: it is neither replaced nor trashed, in the dry run already", async () => {
  linkSync(inside("a.txt"), inside("twin.txt"));
  const overlay = createOverlay(workspace.files);
  for (const answer of [await overlay.write("a.txt", Buffer.from("new")), await overlay.trash("twin.txt"), await apply(replace, "new")])
    expect(answer).toMatchObject({ ok: false, error: { type: "PathRefused" } });
  expect((await overlay.move("twin.txt", "dir/twin.txt")).ok).toBe(true);
  expect(statSync(inside("a.txt")).nlink).toBe(2);
});

it("[W5] rights are kept, and setuid is never given", async () => {
  chmodSync(inside("a.txt"), 0o750);
  const overlay = createOverlay(workspace.files);
  const kept = await overlay.write("a.txt", Buffer.from("new"));
  const asked = await overlay.write("tool.sh", Buffer.from("#!/bin/sh\n"), { mode: 0o6755 });
  expect(kept).toMatchObject({ ok: true, value: [{ before: { mode: 0o750 }, after: { mode: 0o750 } }] });
  expect(asked).toMatchObject({ ok: true, value: [{ after: { mode: 0o755 } }] });
  await workspace.files.apply(
    { type: "write-file", path: "forged.sh", before: absent, after: file("x", 0o4755) },
    Buffer.from("x"),
    createKeeper().options,
  );
  expect(statSync(inside("forged.sh")).mode & 0o7777).toBe(0o755);
});

it("[W10] a part file of a process that died is gone after the next change of its place, and no listing shows it", async () => {
  await apply(replace, "new");
  writeFileSync(inside(`.olympus-new-${sha256Of(Buffer.from("b.txt")).slice(0, 20)}.part`), "half");
  expect(await workspace.files.list("", { limit: 10 })).toMatchObject({
    ok: true,
    value: [{ path: "a.txt" }, { path: "b.txt" }, { path: "dir" }],
  });
  expect(await apply({ type: "trash", path: "b.txt", before: file("other") })).toEqual({ ok: true, value: "applied" });
  expect(readdirSync(workspace.path).toSorted()).toEqual(["a.txt", "dir"]);
});

it("[W13] taking back stops where somebody has worked since", async () => {
  const make: FileOperation = { type: "make-folder", path: "new" };
  await apply(make);
  await apply(replace, "new");
  writeFileSync(inside("new/own.txt"), "own");
  writeFileSync(inside("a.txt"), "edited since");
  const { options } = createKeeper();
  expect(await workspace.files.revert(make, null, options)).toMatchObject({
    ok: false,
    error: { type: "EntryChanged", path: "new/own.txt" },
  });
  expect(await workspace.files.revert(replace, Buffer.from("old"), options)).toMatchObject({
    ok: false,
    error: { type: "EntryChanged", path: "a.txt", found: file("edited since") },
  });
  expect(readFileSync(inside("a.txt"), "utf8")).toBe("edited since");
});

it("[W8] a parent that is gone is what changed", async () => {
  rmSync(inside("dir"), { recursive: true });
  expect(await apply({ type: "write-file", path: "dir/n.txt", before: absent, after: file("new") }, "new")).toMatchObject({
    ok: false,
    error: { type: "EntryChanged", path: "dir", found: absent },
  });
});

it("[W11] an overlay shows its own changes, moved folders with everything in them, and what was trashed and made anew", async () => {
  mkdirSync(inside("dir/deep"));
  const overlay = createOverlay(workspace.files);
  await overlay.write("dir/deep/new.txt", Buffer.from("1"));
  await overlay.move("dir", "years/2024");
  expect(await overlay.list("", { recursive: true, limit: 100 })).toMatchObject({
    ok: true,
    value: ["a.txt", "b.txt", "years", "years/2024", "years/2024/c.txt", "years/2024/deep", "years/2024/deep/new.txt"].map((path) => ({
      path,
    })),
  });
  expect(await overlay.read("years/2024/c.txt", { limitBytes: 10 })).toMatchObject({ ok: true, value: Buffer.from("deep") });
  await overlay.trash("years");
  expect(await overlay.makeFolder("years/2024")).toMatchObject({ ok: true, value: [{ path: "years" }, { path: "years/2024" }] });
  expect(await overlay.list("years", { recursive: true, limit: 100 })).toMatchObject({ ok: true, value: [{ path: "years/2024" }] });
  expect(await overlay.write("a.txt", Buffer.from("old"))).toEqual({ ok: true, value: [] });
  expect(overlay.looked()).toMatchObject({ dir: { kind: "folder" }, "dir/c.txt": file("deep"), years: absent, "a.txt": file("old") });
});

it("[W11] an overlay notices when the folder below changes under it", async () => {
  const overlay = createOverlay(workspace.files);
  await overlay.fingerprint("a.txt");
  writeFileSync(inside("a.txt"), "own");
  expect(await overlay.read("a.txt", { limitBytes: 10 })).toMatchObject({ ok: false, error: { type: "EntryChanged", path: "a.txt" } });
});

it("[W11] an overlay over an overlay sees the lower one's changes and leaves it alone", async () => {
  const lower = createOverlay(workspace.files);
  await lower.move("dir", "moved");
  await lower.write("a.txt", Buffer.from("lower"), { mode: 0o600 });
  const operations = lower.operations();
  const upper = createOverlay(lower);
  expect(await upper.write("a.txt", Buffer.from("upper"))).toMatchObject({
    ok: true,
    value: [{ before: file("lower", 0o600), after: { mode: 0o600 } }],
  });
  expect(await upper.write("A.txt", Buffer.from(""))).toMatchObject({ ok: false, error: { type: "PathRefused" } });
  expect(await upper.trash("moved")).toMatchObject({ ok: true, value: [{ path: "moved/c.txt" }, { path: "moved" }] });
  expect(await upper.makeFolder("DIR")).toMatchObject({ ok: true });
  expect(lower.operations()).toEqual(operations);
  expect(await lower.read("a.txt", { limitBytes: 10 })).toMatchObject({ ok: true, value: Buffer.from("lower") });
});
