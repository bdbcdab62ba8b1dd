import { createHash } from "node:crypto";
import { z } from "zod";
import { ok } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import { linesOf, shortened, textOf } from "./text.ts";

/** Larger files are for `files.search` or the library. */
const largestBytes = 8 * 1024 * 1024;
/** About 50,000 tokens. */
const mostCharacters = 200_000;

/** A file's text, whole or by lines. A file that is no text is named as such, with size and hash. Errors: those of `Files.read`. */
export const filesRead = defineTool({
  name: "files.read",
  summary: "Read a text file of the workspace: all of it, or `lineCount` lines from `firstLine` (1-based).",
  risk: "low",
  input: z.strictObject({
    path: z.string().min(1).max(1024),
    firstLine: z.number().int().min(1).max(10_000_000).default(1),
    lineCount: z.number().int().min(1).max(100_000).default(100_000),
  }),
  work: async ({ path, firstLine, lineCount }, { files }) => {
    const read = await files.read(path, { limitBytes: largestBytes });
    if (!read.ok) return read;
    const bytes = read.value;
    const facts = { path, sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    const text = textOf(bytes);
    const effects = { effects: [], unpredictable: [], untrusted: true };
    if (text === null) return ok({ ...effects, output: { ...facts, kind: "binary", text: "", lines: 0, truncated: false } });
    const lines = linesOf(text);
    const wanted = lines.slice(firstLine - 1, firstLine - 1 + lineCount);
    const whole = wanted.join("");
    const shown = shortened(whole, mostCharacters);
    const truncated = shown.length < whole.length || firstLine - 1 + wanted.length < lines.length;
    return ok({ ...effects, output: { ...facts, kind: "text", text: shown, lines: lines.length, truncated } });
  },
});
