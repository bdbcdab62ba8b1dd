import { z } from "zod";
import { ok } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import { folderPath } from "./file-changes.ts";

/** Names in a folder. Names are other people's text as well. Errors: those of `Files.list`. */
export const filesList = defineTool({
  name: "files.list",
  summary: 'List what is in a folder of the workspace. The path "." is the workspace itself.',
  risk: "low",
  input: z.strictObject({
    path: z.string().max(1024).default("."),
    recursive: z.boolean().default(false),
    limit: z.number().int().min(1).max(10_000).default(1000),
  }),
  work: async ({ path, recursive, limit }, { files }) => {
    const listed = await files.list(folderPath(path), { recursive, limit: limit + 1 });
    if (!listed.ok) return listed;
    const entries = listed.value.slice(0, limit).map((entry) => ({ path: entry.path, kind: entry.kind, sizeBytes: entry.sizeBytes }));
    return ok({ output: { entries, truncated: listed.value.length > limit }, effects: [], unpredictable: [], untrusted: true });
  },
});
