import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { changed, effectsOf } from "./file-changes.ts";

/** Makes a folder and those on the way; one that is there already is fine. Errors: those of `Files.makeFolder`. */
export const filesMakeFolder = defineTool({
  name: "files.make-folder",
  summary: "Make a folder in the workspace, with the folders on the way.",
  risk: "medium",
  input: z.strictObject({ path: z.string().min(1).max(1024) }),
  work: async ({ path }, { files }) => changed(effectsOf(await files.makeFolder(path)), { path }),
});
