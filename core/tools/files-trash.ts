import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { changed, effectsOf } from "./file-changes.ts";

/** Moves to Olympus' trash; a folder's content is trashed piece by piece, so that each can be brought back. Errors: those of `Files.trash`. */
export const filesTrash = defineTool({
  name: "files.trash",
  summary: "Put a file, or a folder with everything in it, into Olympus' trash, from where it can be brought back.",
  risk: "medium",
  input: z.strictObject({ path: z.string().min(1).max(1024) }),
  work: async ({ path }, { files }) => {
    const effects = effectsOf(await files.trash(path));
    return changed(effects, { path, trashed: effects.ok ? effects.value.length : 0 });
  },
});
