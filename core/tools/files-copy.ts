import { z } from "zod";
import { abortedBy, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { Files } from "#core/workspace";
import { defineTool } from "./define-tool.ts";
import { changed, effectsOf } from "./file-changes.ts";
import type { Effect, ToolError } from "./schema.ts";

const mostEntries = 10_000;
const largestFileBytes = 64 * 1024 * 1024;
/** Copies live in memory until they are applied. */
const mostBytes = 512 * 1024 * 1024;

const copyFile = async (files: Files, from: string, to: string): Promise<Result<readonly Effect[], ToolError>> => {
  const found = await files.fingerprint(to);
  if (!found.ok) return found;
  if (found.value.kind !== "absent") return err({ type: "EntryExists", path: to });
  const [stands, read] = [await files.fingerprint(from), await files.read(from, { limitBytes: largestFileBytes })];
  if (!read.ok) return read;
  if (!stands.ok) return stands;
  return effectsOf(await files.write(to, read.value, { mode: stands.value.kind === "file" ? stands.value.mode : undefined }));
};

/** A copied tree as pairs of paths, a folder before what is in it. */
const copyFolder = async (files: Files, from: string, to: string, signal: AbortSignal): Promise<Result<readonly Effect[], ToolError>> => {
  if (`${to}/`.toLowerCase().startsWith(`${from}/`.toLowerCase()))
    return err({ type: "PathRefused", path: to, reason: "a folder cannot be copied into itself" });
  const target = await files.fingerprint(to);
  if (!target.ok) return target;
  if (target.value.kind !== "absent") return err({ type: "EntryExists", path: to });
  const listed = await files.list(from, { recursive: true, limit: mostEntries + 1 });
  if (!listed.ok) return listed;
  const totalBytes = listed.value.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (listed.value.length > mostEntries)
    return err({ type: "PathRefused", path: from, reason: `the folder holds more than ${mostEntries} entries` });
  if (totalBytes > mostBytes) return err({ type: "EntryTooLarge", path: from, sizeBytes: totalBytes, limitBytes: mostBytes });
  const made = effectsOf(await files.makeFolder(to));
  if (!made.ok) return made;
  const effects = [...made.value];
  for (const { path, kind } of listed.value) {
    if (signal.aborted) return err(abortedBy(signal));
    const place = to + path.slice(from.length);
    if (kind === "other") return err({ type: "EntryKindWrong", path, expected: "file", found: "other" });
    const copied = kind === "folder" ? effectsOf(await files.makeFolder(place)) : await copyFile(files, path, place);
    if (!copied.ok) return copied;
    effects.push(...copied.value);
  }
  return ok(effects);
};

/** Copies a file, or a folder with everything in it; never overwrites. Errors: EntryExists, PathRefused, those of `Files`. */
export const filesCopy = defineTool({
  name: "files.copy",
  summary: "Copy a file or folder of the workspace. Nothing is overwritten; folders on the way are made.",
  risk: "medium",
  input: z.strictObject({ from: z.string().min(1).max(1024), to: z.string().min(1).max(1024) }),
  work: async ({ from, to }, { files }, signal) => {
    const found = await files.fingerprint(from);
    if (!found.ok) return found;
    if (found.value.kind === "absent") return err({ type: "EntryNotFound", path: from });
    const copied = found.value.kind === "folder" ? await copyFolder(files, from, to, signal) : await copyFile(files, from, to);
    return changed(copied, { from, to });
  },
});
