import type { PictureHead } from "./picture-head.ts";

/** Pixels of the longer side that models are given: beyond it the large services scale down themselves. */
const longestSidePx = 2048;
/** As large a picture as the host takes. */
export const mostBytes = 5 * 2 ** 20;
/** A screenshot stays letter for letter sharp up to here; beyond it a photograph's format says the same in a fraction. */
const mostPngBytes = 1.5 * 2 ** 20;
/** More is no picture but a way to fill the memory: 100 million pixels unpack to 400 MB. */
export const mostPixels = 100_000_000;

/** The size to draw it at: never larger than it is, never without a pixel. */
export const fittedSize = (width: number, height: number): { readonly width: number; readonly height: number } => {
  const share = Math.min(1, longestSidePx / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
};

/** A moving GIF would stand still once it is drawn anew, so it goes as it is. */
export const goesAsItIs = ({ kind, animated }: PictureHead): boolean => kind === "gif" && animated;

/** Whether the lossless form is worth its size: photographs come as JPEG and stay that, all else may be letters and lines. */
export const staysLossless = (kind: PictureHead["kind"], pngBytes: number, transparent: boolean): boolean =>
  kind !== "jpeg" && pngBytes <= (transparent ? mostBytes : mostPngBytes);
