import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { err, ok, type Result } from "#core/base/schema";
import { boundaryOf, MultipartBroken, readMultipart } from "./multipart.ts";
import type { Refusal } from "./refusal.ts";

/** The contract's own limit for one file. */
const uploadLimitBytes = 500 * 1024 * 1024;
/** Boundaries, headers and the two text fields. */
const formOverheadBytes = 64 * 1024;
const fieldLimitBytes = 8 * 1024;

export interface UploadedForm {
  readonly [field: string]: string | File;
}

/** `dispose` removes the file on disk; it is to be called once the operation has copied what it wants. */
export type Upload =
  | (Result<UploadedForm, Refusal> & { readonly ok: true; readonly dispose: () => Promise<void> })
  | (Result<UploadedForm, Refusal> & { readonly ok: false });

export const isMultipart = (request: IncomingMessage): boolean => boundaryOf(request.headers["content-type"]) !== null;

const tooLarge: Refusal = { status: 413, type: "BodyTooLarge", limitBytes: uploadLimitBytes };

/** The request's pieces; ends with an error when none comes for `idleMs`. Leaves the connection open, so that it can be answered. */
async function* pieces(request: IncomingMessage, idleMs: number): AsyncGenerator<Buffer, void, void> {
  let idle = false;
  const timer = setTimeout(() => {
    idle = true;
    request.destroy();
  }, idleMs);
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      timer.refresh();
      yield piece as Buffer;
    }
  } catch (cause) {
    throw idle ? new MultipartBroken("nothing came for too long") : cause;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Receives the form of `library.upload` with its one file on disk, not in memory: the `File` in the answer reads from there.
 * Errors: BodyTooLarge, RequestInvalid.
 */
export const receiveUpload = async (request: IncomingMessage, folder: string, idleMs: number): Promise<Upload> => {
  const boundary = boundaryOf(request.headers["content-type"]);
  if (boundary === null) return err({ status: 415, type: "MediaTypeRefused", allowed: ["multipart/form-data"] });
  if (Number(request.headers["content-length"] ?? 0) > uploadLimitBytes + formOverheadBytes) return err(tooLarge);

  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.part`);
  const file = await open(path, "wx", 0o600);
  const dispose = () => rm(path, { force: true });
  try {
    const received = await fill(readMultipart(pieces(request, idleMs), boundary), file);
    if (!received.ok) {
      await dispose();
      return received;
    }
    const { fields, fileField, fileName, mediaType } = received.value;
    const content = new File([await openAsBlob(path)], fileName, { type: mediaType });
    return { ...ok({ ...fields, [fileField]: content }), dispose };
  } catch (cause) {
    await dispose();
    if (cause instanceof MultipartBroken || request.destroyed)
      return err({ status: 400, type: "RequestInvalid", reason: "the form is broken" });
    throw cause;
  } finally {
    await file.close();
  }
};

interface Received {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileField: string;
  readonly fileName: string;
  readonly mediaType: string;
}

const fill = async (events: ReturnType<typeof readMultipart>, file: FileHandle): Promise<Result<Received, Refusal>> => {
  const texts = new Map<string, Buffer[]>();
  let found: { readonly fileField: string; readonly fileName: string; readonly mediaType: string } | null = null;
  let current: { readonly text: Buffer[] } | "file" | null = null;
  let fileBytes = 0;
  let textBytes = 0;

  for await (const event of events) {
    if (event.type === "part") {
      if (event.fileName !== null && found !== null) return err({ status: 400, type: "RequestInvalid", reason: "one file at a time" });
      if (event.fileName === null) {
        current = { text: [] };
        texts.set(event.name, current.text);
      } else {
        current = "file";
        found = { fileField: event.name, fileName: event.fileName, mediaType: event.mediaType };
      }
    } else if (current === "file") {
      fileBytes += event.bytes.length;
      if (fileBytes > uploadLimitBytes) return err(tooLarge);
      await file.write(event.bytes);
    } else {
      textBytes += event.bytes.length;
      if (textBytes > fieldLimitBytes) return err({ status: 413, type: "BodyTooLarge", limitBytes: fieldLimitBytes });
      current?.text.push(Buffer.from(event.bytes));
    }
  }
  if (found === null) return err({ status: 400, type: "RequestInvalid", reason: "the form holds no file" });
  return ok({ ...found, fields: Object.fromEntries([...texts].map(([name, parts]) => [name, Buffer.concat(parts).toString("utf8")])) });
};
