import { useState } from "react";
import { usualWidth } from "./resize-edge.tsx";

const rememberedKey = "olympus-artifacts-width";
export const smallestWidth = 360;
/** What the conversation and the rail keep. */
const keptForOthers = 640;

/** As wide as it was pulled the last time, on this machine. */
export const usePaneWidth = () => {
  const [wanted, setWanted] = useState(() => Number(localStorage.getItem(rememberedKey)) || usualWidth);
  const largest = Math.max(smallestWidth, window.innerWidth - keptForOthers);
  const resize = (width: number) => {
    localStorage.setItem(rememberedKey, String(width));
    setWanted(width);
  };
  return { width: Math.min(largest, Math.max(smallestWidth, wanted)), largest, resize };
};
