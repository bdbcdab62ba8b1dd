import { useLayoutEffect, useState, type RefObject } from "react";

export interface RoomySide {
  readonly side: "above" | "below";
  /** Pixels between the thing and the window's edge on that side. */
  readonly room: number;
}

/** The header of a screen, and some air. */
const topPixels = 56;
const bottomPixels = 16;

/** Where a panel has more room beside its parent. Followed while the window changes. */
export const useRoomySide = (panel: RefObject<HTMLElement | null>): RoomySide => {
  const [found, setFound] = useState<RoomySide>({ side: "above", room: 320 });
  useLayoutEffect(() => {
    const measure = () => {
      const parent = panel.current?.parentElement?.getBoundingClientRect();
      if (parent === undefined) return;
      const above = parent.top - topPixels;
      const below = window.innerHeight - parent.bottom - bottomPixels;
      setFound(below > above ? { side: "below", room: below } : { side: "above", room: above });
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [panel]);
  return found;
};
