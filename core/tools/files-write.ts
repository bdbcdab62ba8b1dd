import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { changed, writeWithDiff } from "./file-changes.ts";

/** Creates or replaces a file, with parents. Errors: those of `Files.write`. */
export const filesWrite = defineTool({
  name: "files.write",
  summary: "Create a file of the workspace or replace all of it. Folders on the way are made.",
  risk: "medium",
  input: z
    .strictObject({
      path: z.string().min(1).max(1024),
      text: z.string().max(16_000_000),
      /** `base64`: `text` stands for bytes. */
      encoding: z.enum(["utf-8", "base64"]).default("utf-8"),
    })
    .refine(({ encoding, text }) => encoding === "utf-8" || (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0), {
      path: ["text"],
      message: "is not base64",
    })
    .refine(({ text }) => text.isWellFormed(), { path: ["text"], message: "holds half a character (a lone surrogate)" }),
  work: async ({ path, text, encoding }, { files }) => {
    const bytes = new Uint8Array(Buffer.from(text, encoding));
    return changed(await writeWithDiff(files, path, bytes), { path, sizeBytes: bytes.length });
  },
});
