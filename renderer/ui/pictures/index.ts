import { err, ok, type Result } from "#core/base/schema";
import type { ChatError } from "#core/chat/schema";
import type { PictureReply, PictureRequest } from "./picture-worker.ts";

type Refused = Extract<ChatError, { type: "ImageRefused" }>;

const kinds = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);
/** Larger files are not even read: what a camera makes of 100 million pixels has some 50 MB. */
const mostFileBytes = 64 * 2 ** 20;
/** A thread that does not answer is given up. */
const limitMs = 30_000;

/** Whether a file goes with the question as a picture; anything else is a document. */
export const isPicture = (file: File): boolean => kinds.has(file.type);

const start = async (): Promise<Worker> => {
  const { default: address } = await import("./picture-worker.ts?worker&url");
  return new Worker(address, { type: "module" });
};

/**
 * A picture as it is sent: at most 2048 pixels on its longer side and 5 MiB, without anything but what one sees. Decodes and draws in a
 * thread of its own, which ends with the work.
 */
export const preparePicture = async (file: File, title: string): Promise<Result<{ readonly base64: string }, Refused>> => {
  const refused = (reason: Refused["reason"]) => err<Refused>({ type: "ImageRefused", title, reason });
  if (file.size > mostFileBytes) return refused("too-large");
  let worker: Worker;
  try {
    worker = await start();
  } catch {
    return refused("damaged");
  }
  try {
    const reply = await new Promise<PictureReply | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), limitMs);
      const settle = (answer: PictureReply | null) => {
        clearTimeout(timer);
        resolve(answer);
      };
      worker.addEventListener("message", (event: MessageEvent<PictureReply>) => settle(event.data));
      worker.addEventListener("error", () => settle(null));
      worker.postMessage({ file } satisfies PictureRequest);
    });
    if (reply === null) return refused("damaged");
    return reply.type === "ready" ? ok({ base64: reply.base64 }) : refused(reply.reason);
  } finally {
    worker.terminate();
  }
};
