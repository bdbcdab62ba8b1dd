import { pictureHead } from "./picture-head.ts";
import { fittedSize, goesAsItIs, mostBytes, mostPixels, staysLossless } from "./picture-rules.ts";

export interface PictureRequest {
  readonly file: Blob;
}

export type PictureReply =
  | { readonly type: "ready"; readonly base64: string }
  | { readonly type: "refused"; readonly reason: "kind" | "damaged" | "too-large" };

/** For photographs: no difference one sees, a tenth of the bytes. */
const jpegQuality = 0.88;

const base64Of = async (blob: Blob): Promise<string> => {
  const reader = new FileReader();
  const read = new Promise<string>((resolve, reject) => {
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result : ""));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("unreadable")));
  });
  reader.readAsDataURL(blob);
  const address = await read;
  return address.slice(address.indexOf(",") + 1);
};

const isTransparent = (context: OffscreenCanvasRenderingContext2D, width: number, height: number): boolean => {
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
};

/** Drawn anew, so that of the file nothing is left but what one sees: no place, no camera, no comment. */
const redrawn = async (file: Blob, kind: "png" | "jpeg" | "webp" | "gif"): Promise<Blob> => {
  const bitmap = await createImageBitmap(file);
  const { width, height } = fittedSize(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  if (kind !== "jpeg") {
    const png = await canvas.convertToBlob({ type: "image/png" });
    if (staysLossless(kind, png.size, isTransparent(context, width, height))) return png;
    // JPEG knows no transparency: what shows through becomes white, as on paper.
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
  }
  return canvas.convertToBlob({ type: "image/jpeg", quality: jpegQuality });
};

const prepared = async ({ file }: PictureRequest): Promise<PictureReply> => {
  const head = pictureHead(new Uint8Array(await file.arrayBuffer()));
  if (head === null) return { type: "refused", reason: "kind" };
  if (head.width < 1 || head.height < 1) return { type: "refused", reason: "damaged" };
  if (head.width * head.height > mostPixels) return { type: "refused", reason: "too-large" };
  const result = goesAsItIs(head) ? file : await redrawn(file, head.kind);
  if (result.size > mostBytes) return { type: "refused", reason: "too-large" };
  return { type: "ready", base64: await base64Of(result) };
};

const answer = async (request: PictureRequest) => {
  try {
    postMessage(await prepared(request));
  } catch {
    // Whatever the browser's decoder objects to.
    postMessage({ type: "refused", reason: "damaged" } satisfies PictureReply);
  }
};

addEventListener("message", (event: MessageEvent<PictureRequest>) => void answer(event.data));
