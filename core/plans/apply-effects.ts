import { err, ok, type Result } from "#core/base/schema";
import type { FolderFiles } from "#core/workspace";
import type { FileOperation, WorkspaceError } from "#core/workspace/schema";
import type { PlansDeps } from "./ports.ts";

/** Bytes of a file that an operation writes; null when they are lost. */
export type ContentOf = (sha256: string) => Promise<Uint8Array | null>;

/** Tries after the first when the disk failed. */
const diskRetries = 2;

/**
 * Does one operation on the real folder, keeping what it replaces. Harmless when it was done before: the world is looked at first.
 * Errors: those of `FolderFiles.apply`, and DiskFailed when the bytes to write are gone.
 */
export const applyOperation = async (
  deps: Pick<PlansDeps, "clock" | "contents">,
  runId: string,
  world: FolderFiles,
  operation: FileOperation,
  contentOf: ContentOf,
): Promise<Result<"applied" | "already", WorkspaceError>> => {
  let contents: Uint8Array | null = null;
  if (operation.type === "write-file" && operation.after.kind === "file") {
    contents = await contentOf(operation.after.sha256);
    if (contents === null) {
      const now = await world.fingerprint(operation.path);
      if (now.ok && now.value.kind === "file" && now.value.sha256 === operation.after.sha256) return ok("already");
      return err({ type: "DiskFailed", path: operation.path, reason: "the content to write is no longer kept" });
    }
  }
  const keepBefore = (sha256: string, content: Uint8Array | AsyncIterable<Uint8Array>) => deps.contents.put(runId, sha256, content);
  for (let attempt = 0; ; attempt += 1) {
    const applied = await world.apply(operation, contents, { keepBefore });
    if (applied.ok || applied.error.type !== "DiskFailed" || attempt === diskRetries) return applied;
    await deps.clock.sleep(50 * 2 ** attempt);
  }
};
