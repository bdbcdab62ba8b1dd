import { z } from "zod";
import { abortedBy, createWorkerClient, workerEntry, type Result, type WorkerClient } from "#core/base";
import { err, ok } from "#core/base/schema";
import { defineTool } from "./define-tool.ts";
import { folderPath } from "./file-changes.ts";
import type { ToolError } from "./schema.ts";
import type { LineMatch, LineSearch } from "./search-lines.ts";
import { walkFiles } from "./search-walk.ts";
import { textOf } from "./text.ts";

/** A pattern that needs longer for one batch of text is one that backtracks without end. */
const batchLimitMs = 3000;
const batchCharacters = 1_000_000;
const largestFileBytes = 4 * 1024 * 1024;
const mostBytes = 256 * 1024 * 1024;

const input = z.strictObject({
  query: z.string().min(1).max(1000),
  /** The query is a text, not a regular expression. */
  literal: z.boolean().default(false),
  path: z.string().max(1024).default("."),
  /** Only files whose path matches one; a leading "!" leaves out. Without "/" it is about names. */
  globs: z.array(z.string().min(1).max(300)).max(20).default([]),
  /** `smart`: letters' case counts only when the query has a capital letter. */
  letterCase: z.enum(["smart", "exact", "ignore"]).default("smart"),
  contextLines: z.number().int().min(0).max(10).default(0),
  /** Also files and folders whose names begin with a dot. */
  hidden: z.boolean().default(false),
  /** Leave out what `.gitignore` files name. */
  ignoreFiles: z.boolean().default(true),
  limit: z.number().int().min(1).max(1000).default(200),
});

const expressionOf = ({ query, literal, letterCase }: z.infer<typeof input>): Result<{ source: string; flags: string }, ToolError> => {
  const inline = literal ? null : /^\(\?([ix]+)\)/.exec(query);
  const text = inline === null ? query : query.slice(inline[0].length);
  const source = literal ? text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&") : text;
  const hasCapital = /\p{Lu}/u.test(literal ? text : text.replaceAll(/\\[pP]\{[^}]*\}|\\./gu, ""));
  const ignoresCase = letterCase === "ignore" || (letterCase === "smart" && !hasCapital) || (inline?.[1]?.includes("i") ?? false);
  for (const flags of literal ? ["u"] : ["u", ""])
    try {
      const expression = new RegExp(source, flags + (ignoresCase ? "i" : ""));
      return ok({ source: expression.source, flags: expression.flags });
    } catch {
      // Tried again in the more lenient grammar; refused below.
    }
  return err({ type: "ToolInputInvalid", tool: "files.search", reason: '"query" should be a regular expression' });
};

const createSearcher = () => {
  let waiting: Promise<unknown> = Promise.resolve();
  let client: WorkerClient | undefined;

  const run = async (search: LineSearch, signal: AbortSignal): Promise<Result<LineMatch[], ToolError>> => {
    if (signal.aborted) return err(abortedBy(signal));
    client ??= createWorkerClient(workerEntry("line-search-worker", import.meta.url), { memoryLimitMb: 256 });
    const limit = AbortSignal.timeout(batchLimitMs);
    const answered = await client.call<LineMatch[]>("search", search, { signal: AbortSignal.any([signal, limit]) });
    if (answered.ok) return answered;
    // The thread may still be at it and listens to nobody; the next search gets a new one.
    await client.terminate();
    client = undefined;
    if (signal.aborted) return err(abortedBy(signal));
    if (answered.error.type === "Aborted") return err({ type: "ToolTooSlow", tool: "files.search", limitMs: batchLimitMs });
    return err({ type: "ToolInputInvalid", tool: "files.search", reason: `"query" cannot be used: ${answered.error.reason}` });
  };

  /** One batch at a time, so that ending a thread ends nobody else's search. */
  return (search: LineSearch, signal: AbortSignal): Promise<Result<LineMatch[], ToolError>> => {
    const answer = waiting.then(() => run(search, signal));
    waiting = answer;
    return answer;
  };
};

/**
 * Searches text files line by line, as ripgrep does: hidden, binary and ignored files are left out, links are not followed. The expression runs in a
 * thread of its own under a time limit. Errors: ToolTooSlow, ToolInputInvalid for a broken expression, those of `Files`.
 */
export const createFilesSearch = () => {
  const search = createSearcher();
  return defineTool({
    name: "files.search",
    summary: "Search the text files of a folder for a regular expression or a text, line by line.",
    risk: "low",
    input,
    work: async (asked, { files }, signal) => {
      const expression = expressionOf(asked);
      if (!expression.ok) return expression;
      const matches: LineMatch[] = [];
      let searched = 0;
      let skipped = 0;
      let totalBytes = 0;
      let batch: { path: string; text: string }[] = [];
      let batchSize = 0;
      const flush = async (): Promise<Result<void, ToolError>> => {
        if (batch.length === 0) return ok(undefined);
        const limit = asked.limit + 1 - matches.length;
        const found = await search({ texts: batch, ...expression.value, contextLines: asked.contextLines, limit }, signal);
        batch = [];
        batchSize = 0;
        if (found.ok) matches.push(...found.value);
        return found.ok ? ok(undefined) : found;
      };
      for await (const found of walkFiles(files, folderPath(asked.path), asked)) {
        if (signal.aborted) return err(abortedBy(signal));
        if (!found.ok) return found;
        const { path, sizeBytes } = found.value;
        if (sizeBytes > largestFileBytes || totalBytes + sizeBytes > mostBytes) {
          skipped += 1;
          continue;
        }
        const read = await files.read(path, { limitBytes: largestFileBytes });
        const text = read.ok ? textOf(read.value) : null;
        if (text === null) {
          skipped += 1;
          continue;
        }
        searched += 1;
        totalBytes += sizeBytes;
        batch.push({ path, text });
        batchSize += text.length;
        if (batchSize < batchCharacters) continue;
        const flushed = await flush();
        if (!flushed.ok) return flushed;
        if (matches.length > asked.limit) break;
      }
      const flushed = await flush();
      if (!flushed.ok) return flushed;
      const shown = matches.slice(0, asked.limit).map((match) => ({ ...match, before: [...match.before], after: [...match.after] }));
      const output = { matches: shown, filesSearched: searched, filesSkipped: skipped, truncated: matches.length > asked.limit };
      return ok({ output, effects: [], unpredictable: [], untrusted: true });
    },
  });
};
