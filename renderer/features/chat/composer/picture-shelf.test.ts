import { ORPCError } from "@orpc/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChatImageId } from "#core/chat/schema";
import type { Client } from "../../../bridge/index.ts";
import { createPictureShelf } from "./picture-shelf.ts";

const id = "img_1" as ChatImageId;
const lingerMs = 30_000;

const setUp = (read: () => Promise<unknown>) => {
  const reads = vi.fn(read);
  return { shelf: createPictureShelf({ images: { read: reads } } as unknown as Client), reads };
};
const picture = async () => ({ id, base64: btoa("picture"), mediaType: "image/png" });

let revoked: string[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:one");
  revoked = [];
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void revoked.push(url));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("reads a picture once for all who hold it, and gives it up some time after the last let go", async () => {
  const { shelf, reads } = setUp(picture);
  const letGo = [shelf.hold(id), shelf.hold(id)];
  await vi.advanceTimersByTimeAsync(1);
  expect(reads).toHaveBeenCalledTimes(1);
  expect(shelf.store.getState()[id]).toEqual({ type: "ready", url: "blob:one" });
  letGo[0]?.();
  await vi.advanceTimersByTimeAsync(lingerMs + 1);
  expect(revoked).toEqual([]);
  letGo[1]?.();
  await vi.advanceTimersByTimeAsync(lingerMs + 1);
  expect(revoked).toEqual(["blob:one"]);
  expect(shelf.store.getState()).toEqual({});
});

it("keeps a picture that comes back into sight", async () => {
  const { shelf, reads } = setUp(picture);
  shelf.hold(id)();
  await vi.advanceTimersByTimeAsync(lingerMs / 2);
  shelf.hold(id);
  await vi.advanceTimersByTimeAsync(lingerMs);
  expect(shelf.store.getState()[id]?.type).toBe("ready");
  expect(reads).toHaveBeenCalledTimes(1);
});

it("says why a picture cannot be read, and tries again for the next who wants it", async () => {
  const gone = new ORPCError("FAILED", { status: 422, data: { type: "ImageNotFound", imageId: id } });
  const { shelf, reads } = setUp(() => Promise.reject(gone));
  shelf.hold(id);
  await vi.advanceTimersByTimeAsync(1);
  expect(shelf.store.getState()[id]).toEqual({ type: "failed", error: { type: "ImageNotFound", imageId: id } });
  shelf.hold(id);
  expect(reads).toHaveBeenCalledTimes(2);
});
