import { err, ok, type Result } from "#core/base/schema";
import { toRefusal, type ClientError } from "./failure.ts";

/** Where a brought file lies on the host's machine; `batchPath` is the folder that all files of one batch share. */
export interface StoredFile {
  readonly path: string;
  readonly batchPath: string;
}

export interface UploadRequest {
  /** 1 to 40 of `0-9 a-z -`. */
  readonly batch: string;
  /** May hold folders, separated by "/". */
  readonly name: string;
  readonly file: File;
  /** Share sent, 0…1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const refusal = (status: number, text: string): ClientError => (status === 0 ? { type: "ConnectionLost" } : toRefusal(status, parse(text)));

/** Sends one file over HTTP, not over the socket, so that answers keep streaming meanwhile. XMLHttpRequest because `fetch` reports no upload progress. */
export const uploadFile = (
  csrfToken: string,
  { batch, name, file, onProgress, signal }: UploadRequest,
): Promise<Result<StoredFile, ClientError>> =>
  new Promise((resolve) => {
    const form = new FormData();
    form.set("batch", batch);
    form.set("name", name);
    form.set("file", file, file.name);
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const settle = (result: Result<StoredFile, ClientError>) => {
      signal?.removeEventListener("abort", stop);
      resolve(result);
    };
    request.open("POST", "/api/rest/library/uploads");
    request.setRequestHeader("x-olympus-csrf", csrfToken);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress?.(event.loaded / event.total));
    request.addEventListener("load", () =>
      settle(request.status < 300 ? ok(parse(request.responseText) as StoredFile) : err(refusal(request.status, request.responseText))),
    );
    request.addEventListener("error", () => settle(err({ type: "ConnectionLost" })));
    request.addEventListener("abort", () => settle(err({ type: "Aborted", by: "user" })));
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) return settle(err({ type: "Aborted", by: "user" }));
    request.send(form);
  });
