import { useLayoutEffect, type RefObject } from "react";

/** Frames in a row that the end has to stay where it is before it counts as reached, and the most that are spent on it. */
const calmFrames = 4;
const frameLimit = 60;

/**
 * Brings the end of a growing list into view and holds it there until its rows have their real heights: text is measured, formulas
 * and code arrive a moment later. Lets go as soon as somebody scrolls. `wanted` false leaves the position alone.
 */
export const useSettledEnd = (scroller: RefObject<HTMLElement | null>, wanted: boolean): void => {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !wanted) return;
    let frame = 0;
    let calm = 0;
    let spent = 0;
    const settle = () => {
      const missing = element.scrollHeight - element.clientHeight - element.scrollTop;
      calm = missing > 1 ? 0 : calm + 1;
      if (missing > 1) element.scrollTop = element.scrollHeight;
      spent += 1;
      if (calm < calmFrames && spent < frameLimit) frame = requestAnimationFrame(settle);
    };
    const letGo = () => cancelAnimationFrame(frame);
    settle();
    for (const event of ["wheel", "pointerdown", "keydown"]) element.addEventListener(event, letGo, { passive: true });
    return () => {
      letGo();
      for (const event of ["wheel", "pointerdown", "keydown"]) element.removeEventListener(event, letGo);
    };
  }, [scroller, wanted]);
};
