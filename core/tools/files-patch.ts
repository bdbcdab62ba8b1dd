import { z } from "zod";
import { err } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import { changed, writeWithDiff } from "./file-changes.ts";
import { applyUnifiedDiff, replaceOnce } from "./patch.ts";
import { textOf } from "./text.ts";

const largestBytes = 16 * 1024 * 1024;

/** Changes part of a text file. Errors: PatchDoesNotFit (nothing changed), those of `Files.read` and `Files.write`. */
export const filesPatch = defineTool({
  name: "files.patch",
  summary: "Change part of a text file: replace a text that occurs exactly once, or apply a unified diff of this one file.",
  risk: "medium",
  input: z.strictObject({
    path: z.string().min(1).max(1024),
    edit: z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("replace"), oldText: z.string().min(1).max(1_000_000), newText: z.string().max(1_000_000) }),
      z.strictObject({ type: z.literal("diff"), diff: z.string().min(1).max(4_000_000) }),
    ]),
  }),
  work: async ({ path, edit }, { files }) => {
    const read = await files.read(path, { limitBytes: largestBytes });
    if (!read.ok) return read;
    const text = read.value[0] === 0xff || read.value[0] === 0xfe ? null : textOf(read.value);
    if (text === null) return err({ type: "PatchDoesNotFit", path, reason: "the file is not UTF-8 text" });
    const patched = edit.type === "replace" ? replaceOnce(text, edit.oldText, edit.newText) : applyUnifiedDiff(text, edit.diff);
    if (!patched.ok) return err({ type: "PatchDoesNotFit", path, reason: patched.error });
    const bytes = new Uint8Array(Buffer.from(patched.value, "utf-8"));
    return changed(await writeWithDiff(files, path, bytes), { path, sizeBytes: bytes.length });
  },
});
