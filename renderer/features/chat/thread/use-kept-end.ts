import { useEffect, type RefObject } from "react";

/** Further from the end than this somebody has scrolled away from it. */
const nearPx = 64;

/** Keeps the end in view where it was in view, when what stands below takes room or gives it back: questions in line, files, a longer text. */
export const useKeptEnd = (scroller: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let atEnd = true;
    let { clientHeight } = element;
    const look = () => {
      // Where the room itself changed, the distance says nothing of what somebody did.
      if (element.clientHeight === clientHeight) atEnd = element.scrollHeight - clientHeight - element.scrollTop < nearPx;
    };
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === clientHeight) return;
      ({ clientHeight } = element);
      if (atEnd) element.scrollTop = element.scrollHeight;
    });
    look();
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller]);
};
