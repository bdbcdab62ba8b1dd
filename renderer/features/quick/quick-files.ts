import type { ChatImage } from "#core/chat/schema";
import type { DocumentId } from "#core/memory/schema";
import { ok, err, type Result } from "#core/base/schema";
import { attempt, consume, storeFiles, type Bridge, type BroughtFile, type ClientError } from "../../bridge/index.ts";
import { fileNameOf } from "../../ui/format.ts";
import { preparePicture } from "../../ui/pictures/index.ts";

/**
 * A file or picture on its way to the question. `documentId` is null until it was read, and for a file that held nothing new under its name;
 * `image` for all but a picture that is ready, which also has a `preview` to show.
 */
export interface QuickFile {
  readonly id: string;
  readonly name: string;
  readonly state: "reading" | "ready" | "failed";
  readonly documentId: DocumentId | null;
  readonly image: ChatImage | null;
  readonly preview: string | null;
}

/** Brings one file into the library; answers its document. Errors: what a client can meet; `UploadRefused` also when the file cannot be read. */
export const readFile = async (bridge: Bridge, file: BroughtFile, signal: AbortSignal): Promise<Result<DocumentId, ClientError>> => {
  const { library } = bridge.client;
  const stored = await storeFiles(bridge, [file], { signal });
  if (!stored.ok) return stored;
  const [path] = stored.value.paths;
  if (path === undefined) return err({ type: "UploadRefused", reason: "it has no place on this computer" });
  const job = await attempt(library.ingest({ paths: [...stored.value.roots] }));
  if (!job.ok) return job;
  const outcome = await consume(library.job({ jobId: job.value.id }, { signal }), () => {}, signal);
  if (!outcome.ok) return outcome;
  const found = await attempt(library.documents({ filter: fileNameOf(path), limit: 50 }));
  if (!found.ok) return found;
  const document = found.value.documents.find((candidate) => candidate.path === path);
  return document === undefined ? err({ type: "UploadRefused", reason: "it could not be read" }) : ok(document.id);
};

/** Makes a picture small and free of where it was taken, and hands it to the host. */
export const readPicture = async (bridge: Bridge, { file, name }: BroughtFile): Promise<Result<ChatImage, ClientError>> => {
  const prepared = await preparePicture(file, name);
  if (!prepared.ok) return prepared;
  return attempt(bridge.client.images.add({ title: name.slice(0, 300), base64: prepared.value.base64 }));
};
