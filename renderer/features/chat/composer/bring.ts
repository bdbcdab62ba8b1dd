import type { IngestEvent } from "#core/memory/schema";
import { attempt, consume, storeFiles, type Bridge, type BroughtFile, type ClientError } from "../../../bridge/index.ts";
import { fileNameOf } from "../../../ui/format.ts";
import { attachmentState, type Attachment } from "./attachments.ts";

type State = Attachment["state"];
type FileEnd = Extract<IngestEvent, { type: "ingest-file-end" }>;

const failedWith = (error: ClientError): State => ({ type: "failed", problem: null, error });

/** Brings one file or folder into the library and tells every step. Ends in `ready` or `failed`. */
export const bring = async (
  bridge: Bridge,
  files: readonly BroughtFile[],
  onState: (state: State) => void,
  signal: AbortSignal,
): Promise<void> => {
  const { library } = bridge.client;
  const stored = await storeFiles(bridge, files, { signal, onProgress: (share) => onState({ type: "sending", share }) });
  if (!stored.ok) return onState(failedWith(stored.error));
  if (stored.value.roots.length === 0) return onState(failedWith({ type: "UploadRefused", reason: "it has no place on this computer" }));
  onState({ type: "reading", share: null });
  const job = await attempt(library.ingest({ paths: [...stored.value.roots] }));
  if (!job.ok) return onState(failedWith(job.error));

  const progress: { state: State; last: FileEnd | null } = { state: { type: "reading", share: null }, last: null };
  const outcome = await consume(
    library.job({ jobId: job.value.id }, { signal }),
    (event) => {
      progress.state = attachmentState(progress.state, event, progress.last);
      if (event.type === "ingest-file-end") progress.last = event;
      if (progress.state.type === "reading") onState(progress.state);
    },
    signal,
  );
  if (!outcome.ok) return onState(failedWith(outcome.error));
  const { state } = progress;
  if (state.type === "reading") return onState(failedWith({ type: "ConnectionLost" }));
  const path = stored.value.paths.length === 1 ? stored.value.paths[0] : undefined;
  if (state.type !== "ready" || path === undefined) return onState(state);

  const found = await attempt(library.documents({ filter: fileNameOf(path), limit: 50 }));
  const documentId = found.ok ? (found.value.documents.find((document) => document.path === path)?.id ?? null) : null;
  onState({ ...state, documentId });
};
