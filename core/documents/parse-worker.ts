import { ok, reasonOf, serveWorker, transferred, type Result, type WorkerContext } from "#core/base";
import { chunkDocument } from "./chunk.ts";
import { kindOf, extensionOf } from "./kinds.ts";
import { packDocument, type PackedDocument } from "./packed.ts";
import { parseDocument } from "./parse.ts";
import { readFileContent } from "./read-file.ts";
import type { FileProblem, ParsedDocument } from "./schema.ts";
import { checkHead } from "./sniff.ts";

export interface ReadInput {
  readonly path: string;
  readonly limitBytes: number;
  readonly knownSha256: string | null;
}

export interface ReadOutput {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly packed: PackedDocument | null;
}

const parseSafely = async (...input: Parameters<typeof parseDocument>): Promise<Result<ParsedDocument, FileProblem>> => {
  try {
    return await parseDocument(...input);
  } catch (cause) {
    // A parser that throws met content its authors did not think of; the next file is not its fault.
    return { ok: false, error: { type: "FileCorrupt", reason: reasonOf(cause) } };
  }
};

/** Progress is the file's size in bytes, told once before it is read. */
const read = async ({ path, limitBytes, knownSha256 }: ReadInput, { progress }: WorkerContext) => {
  const kind = kindOf(path);
  if (kind === null) return { ok: false, error: { type: "FileKindUnsupported", extension: extensionOf(path) } } as const;
  const content = await readFileContent(path, limitBytes, (head) => checkHead(path, kind, head), progress);
  if (!content.ok) return content;
  const { bytes, sha256, modifiedAtMs } = content.value;
  const facts = { sha256, sizeBytes: bytes.length, modifiedAtMs };
  if (sha256 === knownSha256) return ok({ ...facts, packed: null });
  const document = await parseSafely(path, kind, bytes);
  if (!document.ok) return document;
  const packed = packDocument(document.value, chunkDocument(document.value));
  return transferred(ok({ ...facts, packed }), [packed.blocks.buffer, packed.chunks.buffer]);
};

serveWorker({ read });
