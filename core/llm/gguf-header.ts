import { open } from "node:fs/promises";
import { err, reasonOf, type Result } from "#core/base";
import { parseGgufHeader, type GgufHeader } from "./gguf-parse.ts";
import type { ModelError } from "./schema.ts";

/** First read; nearly all of a header but the largest vocabularies. */
const firstBytes = 4 * 1024 * 1024;
/** Vocabularies of 260,000 words take some 15 MB; beyond this it is not a header. */
const longestHeader = 128 * 1024 * 1024;

/**
 * Checks a GGUF file before native code sees it, reading only its header.
 * Errors: ModelFileMissing, ModelFileCorrupt (with a reason for people; also for a folder or a file that may not be read).
 */
export const readGgufHeader = async (path: string): Promise<Result<GgufHeader, ModelError>> => {
  const corrupt = (reason: string) => err({ type: "ModelFileCorrupt", path, reason } satisfies ModelError);
  try {
    await using file = await open(path, "r");
    const stat = await file.stat();
    if (!stat.isFile()) return corrupt("it is not a file");
    for (let size = firstBytes; ; size *= 4) {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(size, stat.size, longestHeader)), position: 0 });
      const header = parseGgufHeader(buffer.subarray(0, bytesRead), stat.size);
      if (header.ok) return header;
      if (header.error.type === "corrupt") return corrupt(header.error.reason);
      if (bytesRead < buffer.length || size >= longestHeader) return corrupt("its header is too long");
    }
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? err({ type: "ModelFileMissing", path }) : corrupt(reasonOf(cause));
  }
};
