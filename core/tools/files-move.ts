import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { changed, effectsOf } from "./file-changes.ts";

/** Moves or renames; never overwrites. Errors: those of `Files.move`. */
export const filesMove = defineTool({
  name: "files.move",
  summary: "Move or rename a file or folder of the workspace. Nothing is overwritten; folders on the way are made.",
  risk: "medium",
  input: z.strictObject({ from: z.string().min(1).max(1024), to: z.string().min(1).max(1024) }),
  work: async ({ from, to }, { files }) => changed(effectsOf(await files.move(from, to)), { from, to }),
});
