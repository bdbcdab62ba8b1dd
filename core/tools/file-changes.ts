import { err, ok, type Result } from "#core/base/schema";
import type { FileOperation, WorkspaceError } from "#core/workspace/schema";
import type { Files } from "#core/workspace";
import type { Effect, JsonValue, ToolError } from "./schema.ts";
import { textOf } from "./text.ts";
import type { ToolOutcome } from "./tool.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** A file larger than this is replaced without a diff: reading it twice and comparing would cost more than the diff tells. */
const largestDiffedBytes = 1024 * 1024;

const withoutDiff = (operations: readonly FileOperation[]): Effect[] =>
  operations.map((operation) => ({ type: "file", operation, diff: "" }));

/** Operations as effects, in order. */
export const effectsOf = (outcome: Result<readonly FileOperation[], WorkspaceError>): Result<readonly Effect[], ToolError> =>
  outcome.ok ? ok(withoutDiff(outcome.value)) : outcome;

/** Writes a file in the overlay; the effect shows a diff when both sides are text of at most 1 MiB. Errors: those of `Files.write`. */
export const writeWithDiff = async (
  files: Files,
  path: string,
  bytes: Uint8Array,
  mode?: number,
): Promise<Result<readonly Effect[], ToolError>> => {
  const old = await files.read(path, { limitBytes: largestDiffedBytes });
  if (!old.ok && !["EntryNotFound", "EntryTooLarge", "EntryKindWrong"].includes(old.error.type)) return old;
  const written = await files.write(path, bytes, { mode });
  if (!written.ok) return written;
  const wasAbsent = !old.ok && old.error.type === "EntryNotFound";
  const before = wasAbsent ? "" : old.ok ? textOf(old.value) : null;
  const after = bytes.length <= largestDiffedBytes ? textOf(bytes) : null;
  const diff = before === null || after === null ? "" : unifiedDiff(path, wasAbsent ? null : before, after);
  return ok(written.value.map((operation) => ({ type: "file", operation, diff: operation.type === "write-file" ? diff : "" })));
};

/** The outcome of a tool that only changes files. */
export const changed = (effects: Result<readonly Effect[], ToolError>, output: JsonValue): Result<ToolOutcome, ToolError> =>
  effects.ok ? ok({ output, effects: effects.value, unpredictable: [], untrusted: false }) : err(effects.error);

/** The folder itself may be called "." as well. */
export const folderPath = (path: string): string => (path === "." || path === "./" ? "" : path);
