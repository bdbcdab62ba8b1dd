import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { err, ok, type ClockDep, type Result } from "#core/base";
import { readGgufHeader } from "./gguf-header.ts";
import { modelFileId, toModelInfo, type ModelSize } from "./model-file.ts";
import type { ModelError, ModelInfo } from "./schema.ts";
import type { ModelFile, ModelStore } from "./store.ts";

export interface ModelFiles {
  /** Each file with whether it is still there and whole, oldest first. A header is read again only when the file has changed. */
  readonly list: () => Promise<ModelInfo[]>;
  /** Errors: ModelFileMissing, ModelFileCorrupt; nothing is stored then. The file is used where it lies. */
  readonly add: (path: string) => Promise<Result<ModelInfo, ModelError>>;
  readonly remove: (modelId: string) => boolean;
}

/** The GGUF files somebody has added. */
export const createModelFiles = ({ clock, rows }: ClockDep & { readonly rows: ModelStore }): ModelFiles => {
  const checked = new Map<string, { readonly stamp: string; readonly problem: ModelError | null; readonly size: ModelSize | undefined }>();

  const stampOf = ({ ino, mtimeMs, size }: Stats): string => `${size}:${mtimeMs}:${ino}`;

  const check = async ({ path, name, contextTokens }: ModelFile): Promise<ModelInfo> => {
    const found = await stat(path).catch(() => null);
    if (found === null) return toModelInfo(path, { name, contextTokens, problem: { type: "ModelFileMissing", path } });
    const stamp = stampOf(found);
    const known = checked.get(path);
    if (known?.stamp === stamp) return toModelInfo(path, { name, contextTokens, problem: known.problem, size: known.size });
    const header = await readGgufHeader(path);
    const problem = header.ok ? null : header.error;
    const size = header.ok ? { fileBytes: found.size, parameters: header.value.parameters } : undefined;
    checked.set(path, { stamp, problem, size });
    return toModelInfo(path, { name, contextTokens, problem, size });
  };

  return {
    list: () => Promise.all(rows.files().map(check)),
    add: async (given) => {
      const path = resolve(given);
      const header = await readGgufHeader(path);
      if (!header.ok) return err(header.error);
      const { name, contextTokens } = header.value;
      rows.saveFile({ id: modelFileId(path), path, name, contextTokens }, clock.nowMs());
      return ok(await check({ id: modelFileId(path), path, name, contextTokens }));
    },
    remove: rows.removeFile,
  };
};
