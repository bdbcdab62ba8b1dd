import { createHash } from "node:crypto";
import { join } from "node:path";
import { err, ok, type Result } from "#core/base";
import { embeddingFolderProblem } from "./embedding-folder.ts";
import { moveFile } from "./parts.ts";
import type { HubModelsDep } from "./ports.ts";
import type { HubError, HubKind } from "./schema.ts";

/** The id of an embedding folder; the same for the same path. */
const embeddingFolderId = (path: string): string => `onnx:${createHash("sha256").update(path).digest("hex")}`;

export interface Finished {
  readonly modelId: string;
  readonly path: string;
}

/**
 * Makes what arrived a model: our own validators look at it, then the gateway learns of it. What is no model is put aside as `….refused`.
 * Errors: ModelRefused, FileWriteFailed.
 */
export const finishFiles = async (
  { models }: HubModelsDep,
  { folder, kind, names }: { readonly folder: string; readonly kind: HubKind; readonly names: readonly string[] },
): Promise<Result<Finished, HubError>> => {
  const [first = ""] = names;
  const path = join(folder, first);
  const refuse = async (reason: string): Promise<Result<Finished, HubError>> => {
    const problem = await moveFile(path, `${path}.refused`);
    return err(
      problem === null ? { type: "ModelRefused", file: `${path}.refused`, reason } : { type: "FileWriteFailed", path, reason: problem },
    );
  };
  if (kind === "embedding") {
    const problem = await embeddingFolderProblem(folder);
    return problem === null ? ok({ modelId: embeddingFolderId(folder), path: folder }) : refuse(problem);
  }
  const added = await models.addFile(path);
  if (added.ok) return ok({ modelId: added.value.id, path });
  return refuse("reason" in added.error ? added.error.reason : added.error.type);
};
