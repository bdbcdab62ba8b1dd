import { useLayoutEffect, type RefObject } from "react";

/** Makes a textarea as high as its text, at most `maxPx`. */
export const useAutosize = (ref: RefObject<HTMLTextAreaElement | null>, text: string, maxPx: number): void => {
  useLayoutEffect(() => {
    const area = ref.current;
    if (area === null) return;
    area.style.height = "0";
    area.style.height = `${Math.min(area.scrollHeight, maxPx)}px`;
    area.style.overflowY = area.scrollHeight > maxPx ? "auto" : "hidden";
  }, [ref, text, maxPx]);
};
